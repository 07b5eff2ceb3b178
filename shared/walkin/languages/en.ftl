# This file holds what Walkin says in English.
#
# How to edit: change only the text to the right of "=". Keep the name on the left and everything in
# curly brackets, such as { $count }: Walkin puts a number or a name there. A text may go on in the next
# line when that line starts with spaces. Save as UTF-8 and start Walkin again.
#
# How to add a language: copy this file, name the copy after the language's code (de.ftl for German),
# translate the right-hand sides, and write the language's own name in "language-name".
#
# Style: plain words, short sentences, say what to do next.

language-name = English

## app: what every screen shares

app-name = Walkin
app-back = Back
app-close = Close
app-retry = Try again
app-quit = Quit
app-language = Language
app-loading = One moment…
app-too-small = This window is too small. Walkin needs { $columns } × { $rows }, this one has { $wide } × { $high }.
app-too-small-hint = Make the window larger or the letters smaller.
app-mistake = That did not work because of an error in the program. Details: { $file }
app-mistake-no-file = That did not work because of an error in the program.
app-crashed = Walkin stopped because of an error. Details: { $file }
app-crashed-no-file = Walkin stopped because of an error. The details could not be saved.

## duration: how long something took

duration-short = < 1 min
duration-minutes = { $minutes } min
duration-hours = { $hours } h { $minutes } min

## answer: the answers of a form in words

answer-yes = yes
answer-no = no
answer-other = other: { $text }
answer-rating = { $place } of { $count } ({ $name })
answer-rating-scale = { $name } ({ $first } to { $last })
answer-file-deferred = To follow
answer-consent = Agreed

## wait: the expected wait, in minutes

wait-range = about { $low }–{ $high } minutes
wait-up-to = up to { $minutes } minutes
wait-over = { $minutes ->
    [60] over an hour
   *[other] over { $minutes } minutes
}
wait-not-known = wait not known yet
wait-no-desk = no desk is open now
wait-server-away = no connection: nobody can say how long you wait, but you have your place

## app: the names of the keys on the keyboard, as short as they are printed on it

app-keyname-enter = Enter
app-keyname-escape = Esc
app-keyname-space = Space
app-keyname-tab = Tab
app-keyname-backspace = Backspace
app-keyname-delete = Del
app-keyname-insert = Ins
app-keyname-home = Home
app-keyname-end = End
app-keyname-pageup = PgUp
app-keyname-pagedown = PgDn
app-keyname-ctrl = Ctrl
app-keyname-shift = Shift
app-keyname-alt = Alt

## app: the themes that come with Walkin

app-theme-office = Office (light)
app-theme-night = Night (dark)
app-theme-contrast = High contrast
app-theme-paper = Paper (warm, light)
app-theme-garden = Garden (green, dark)

## app: what can be wrong with a theme file

app-theme-problem-unreadable = The theme file { $file } cannot be read.
app-theme-problem-format = The theme file { $file } is not written as it should be: { $reason }.
app-theme-problem-missing = The theme file { $file } has no colour "{ $key }".
app-theme-problem-colour = In the theme file { $file }, "{ $value }" is not a colour ({ $key }).
app-theme-problem-unknown = The theme file { $file } has an unknown entry "{ $key }". The rest of it is used.
app-theme-problem-contrast = The theme { $file } is hard to read: { $text } on { $ground } has a contrast of { $ratio }, at least { $least } is needed.
app-theme-problem-name = There is no theme called "{ $name }". Walkin uses "{ $used }".
app-new-office = Set up a new office in { $place }: there was none.

## counter: choosing the desk and the services

counter-setup-title = Set up this desk
counter-setup-desk = Name of this desk, for example Desk 3
counter-setup-person = Your name (optional)
counter-setup-queues = Services you call from
counter-setup-search = Find a service…
counter-setup-all = All services
counter-setup-start = Start work
counter-setup-no-desk = Enter the name of this desk first.
counter-setup-desk-long = A name can have up to 40 characters.
counter-setup-no-queue = Tick at least one service.
counter-setup-none = This office has no services yet. Add one with: walkin queue add
counter-bar-setup = The bar needs to know the desk: walkin counter --bar --desk NAME
counter-new-service = New service: { $names }
counter-no-such-queue = There is no service called { $name }.

## counter: the line at the top

counter-opening = One moment…
counter-link-up = Connected
counter-needs-key = On the server: walkin key add --role { $role } --name "this screen"
    Then enter api_key and api_token under [office] in walkin.toml on this machine.
counter-link-never = Not connected. Trying again…
counter-link-down = Not connected — last update { $time } ({ $age } ago)

## counter: the client at this desk

counter-nobody = Nobody at your desk
counter-nobody-next = F5 calls { $number } · { $service }
counter-nobody-waiting = Nobody is waiting. New clients appear here by themselves.
counter-here = here { $span }
counter-here-of = here { $span } of { $minutes }
counter-here-long = Long: here { $span } of { $minutes }
counter-waited = waited { $span }
counter-calls = { $count ->
    [one] called once
   *[other] called { $count } times
}
counter-also-here = Also at this desk: { $numbers }
counter-speaks = speaks { $language }
counter-priority = priority { $level }
counter-known-client = may be a known client
counter-no-name = No name given
counter-came = came { $time }
counter-list = Next in turn
counter-services = { $count } services
counter-waiting = { $count } waiting
counter-longest = longest { $span }

## counter: the table

counter-state-at = at { $desk }
counter-state-held = on hold
counter-state-for = for { $desk }
counter-alert-exit-pin = { $count ->
    [one] A wrong PIN was entered at { $kiosk } at { $time }. { $key }: seen.
   *[other] { $count } wrong PINs were entered at { $kiosk }, the last at { $time }. { $key }: seen.
}
counter-alert-help = Somebody asks for help: { $where }. { $key }: I am coming.
counter-alert-printer = Ticket printer, { $kiosk }, { $time }: { $trouble }. { $key }: I am coming.
counter-alert-page-start = first page
counter-alert-page-question = questions
counter-alert-page-check = check page
counter-alert-page-ticket = ticket
counter-alert-page-problem = no ticket yet
counter-did-coming = The kiosk has your answer: { $kiosk }.
counter-no-alert = No kiosk asks for anything.
counter-alert-kiosk = the kiosk

## counter: what can be done, on its buttons and in the key bar

counter-key-next = Call next
counter-key-recall = Recall
counter-key-no-show = No-show
counter-key-finish = Finish
counter-key-put-back = Put back
counter-key-call = Call this
counter-key-row = Act on the selected
counter-key-resume = Take off hold
counter-key-details = Details
counter-key-help = Help
counter-key-language = Language
counter-key-open = Open file
counter-key-save = Save file
counter-key-edit = Edit
counter-key-quit = Quit
counter-key-transfer = Transfer
counter-key-park = Hold
counter-key-more = More
counter-key-coming = Coming
counter-key-outcome = With outcome
counter-key-next-service = Next service
counter-key-place = Move to place
counter-key-priority = Priority
counter-key-note = Note
counter-key-identify = Known client?
counter-key-print = Print ticket
counter-key-undo = Undo
counter-key-undo-list = Last actions
counter-key-pause = Pause
counter-key-close-desk = Close desk
counter-key-returned = They are back
counter-key-register = New ticket
counter-key-queues = Services
counter-key-search = Search
counter-key-filter = One service
counter-key-statistics = Statistics
counter-key-palette = All actions
counter-key-colours = Colours

## counter: what happened

counter-did-next = { $number } called to { $desk }.
counter-did-recall = { $number } called again.
counter-did-no-show = { $number } did not come.
counter-did-finish = { $number } is finished.
counter-did-put-back = { $number } is waiting again.
counter-did-transfer = { $number } now waits for { $to }.
counter-did-park = { $number } is on hold.
counter-did-came-back = { $number } is back and waiting again.
counter-did-priority = { $number } has a new priority.
counter-did-note = The note on { $number } is saved.
counter-did-print = { $printed ->
    [yes] The ticket of { $number } is printed.
    [unknown] The ticket of { $number } may be printed: the printer does not say.
   *[no] The ticket of { $number } is not printed: { $trouble }.
}
counter-did-identify = { $number } is linked to the known client.
counter-did-decline = { $number } is somebody else. The known client is unchanged.
counter-did-next-service = { $number } goes on to { $to } with the same ticket.
counter-did-register = { $number } now waits for { $service }.
counter-did-undo = Undone: { $action }.
counter-action = { $kind ->
    [called] call of
    [recalled] recall of
    [finished] end of
    [noShow] no-show of
    [parked] hold of
    [putBack] return to the queue of
    [reserved] transfer of
    [moved] transfer of
    [followed] next service of
    [deleted] cancelling of
    [prioritised] priority of
    [placed] place of
   *[updated] change of
} { $clients }
counter-action-next = call of { $client }, end of { $ended }
counter-action-changed = changed since
counter-no-actions = This desk has done nothing in the last 10 minutes that can be undone.
counter-ask-undo-title = Undo which action?
counter-did-desk-open = This desk is open.
counter-did-desk-paused = This desk is on a break. Waits are estimated without it.
counter-did-desk-closed = This desk is closed.
counter-did-queue-open = { $name } is open to new clients again.
counter-did-queue-closed = { $name } is closed to new clients.
counter-queue-empty = Nobody is waiting.
counter-somebody-faster = Another desk was faster: nobody is waiting any more.
counter-row-taken = { $number } has just been called to { $desk }.
counter-row-gone = { $number } is no longer waiting.
counter-not-yours = { $number } is no longer at this desk.
counter-just-moved = { $number } has just left the list. Choose again.
counter-letters = Letters act after { $key }. / searches, ? shows every key.
counter-scan-unknown = This ticket is not in the list. It may be for another service, or already served.
counter-scan-selected = { $number } is selected. Enter shows what can be done.
counter-scan-here = { $number } is at your desk.
counter-not-waiting = { $number } is not waiting: only people who are waiting can be called.
counter-finish-first = { $number } is still at your desk. Finish or put back first, or press F5.
counter-no-target = There is no other open service and no other desk.
counter-no-known-client = { $number }: no known client has the same e-mail address or phone number.
counter-no-missed = There were no no-shows today.
counter-away = Not connected: that could not be done. Try again when the connection is back.
counter-kiosk-online = The server is back: start this counter with the server's address again.
counter-half-done = { $number } is finished, but nobody was called: the connection was lost. Press F5 again when it is back.
counter-not-supported = This server cannot do that.
counter-key-refused = { $reason } This machine needs a key of the role counter: walkin key add --role counter
counter-refused = That was not possible: { $reason }
counter-broken = That did not work. The log says why. You can try again.

## counter: the details of a client

counter-details-number = Number
counter-details-service = Service
counter-details-state = State
counter-details-name = Name
counter-details-phone = Phone
counter-details-email = E-mail
counter-details-possible = Possible known client
counter-details-language = Language
counter-details-priority = Priority
counter-details-note = Note
counter-details-rank = Place in the queue
counter-details-registered = Arrived
counter-details-called = Called
counter-details-started = Service began
counter-details-finished = Service ended
counter-details-desk = Desk
counter-details-calls = Times called
counter-details-told = Quoted wait
counter-details-waited = Actual wait
counter-details-outcome = Outcome
counter-details-form = Answers
counter-details-visits = Other visits today
counter-details-no-form = This client was asked no questions.
counter-details-no-answer = no answer
counter-details-version = version { $version }

## counter: files of clients

counter-file = { $name } · { $size } · O open · S save
counter-file-unchecked = { $name } · { $size } · NOT CHECKED for scripts · O open · S save
counter-file-unfetched = { $name } · not available at the moment
counter-file-unnamed = File without a name
counter-file-deferred = to be brought to the desk or sent by phone
counter-file-saved = Saved as { $path }
counter-file-opened = Saved as { $path } and opened
counter-file-no-desktop = Saved as { $path }. Nothing here can show it.
counter-file-unsaved = The file could not be saved: { $reason }
counter-save-title = Save the file
counter-save-text = Where to? A folder is enough. Nothing is overwritten.
counter-save-yes = Enter Save
counter-save-no = Esc Cancel

## counter: changing a client's answers

counter-edit-title = { $number } { $name } · Edit
counter-edit-firstName = First name
counter-edit-lastName = Last name
counter-edit-phoneNumber = Phone
counter-edit-emailAddress = E-mail
counter-edit-note = Note
counter-edit-priority = Priority (empty is normal, 9 goes first)
counter-edit-part = Part { $number } of { $count }
counter-edit-save = Save
counter-edit-before = Previous part
counter-edit-next = Next part
counter-edit-saved = { $number } is saved.
counter-edit-dropped = { $number } is saved. Left out, because these questions no longer apply: { $titles }
counter-edit-changed = Somebody else has just changed this client. What you typed is still here: check it and save again.
counter-edit-problems = { $count ->
    [one] Not saved yet: 1 answer needs correcting.
   *[other] Not saved yet: { $count } answers need correcting.
}
counter-file-path = Path of a file on this computer
counter-file-remove = Remove
counter-drop-title = Leave without saving?
counter-drop-text = What you typed is not saved yet.
counter-drop-leave = Enter Leave
counter-drop-stay = Esc Stay

## counter: what actions ask, and finding people

counter-unknown = The connection was lost. You will see whether that was done when it is back.
counter-desk-paused = Desk paused
counter-desk-paused-hint = F5 ends the break.
counter-desk-closed = Desk closed
counter-desk-closed-hint = F5 opens it again, and calls.
counter-search = Number, name, phone, note… · Enter: to the list · Esc: everybody
counter-sieve = { $shown } of { $count } shown
counter-suggest-no-show = { $number } was called several times. No-show? F7
counter-keys-problem = The standard keys are used. { $problem }
counter-more-title = More actions
counter-more-screen = Screen
counter-ask-yes = Enter Done
counter-ask-no = Esc Cancel
counter-ask-outcome-title = Finish { $number }
counter-ask-outcome = Outcome
counter-ask-outcome-other = Another outcome, with a note…
counter-ask-note-title = Note about { $number }
counter-ask-identify-title = { $number }: is this a client you know?
counter-ask-same-client = The same person: { $client }
counter-ask-other-client = Somebody else
counter-ask-priority-title = Priority of { $number }
counter-ask-priority = { $level ->
    [0] normal
    [9] first of all
   *[other] priority { $level }
}
counter-ask-transfer-title = Where does { $number } go?
counter-ask-waiting = { $count ->
    [one] 1 waiting
   *[other] { $count } waiting
}
counter-ask-desk = Only { $desk } may call
counter-ask-service-title = Next service of { $number }
counter-ask-returned-title = Who came back?
counter-ask-queues-title = Open or close which service?
counter-ask-queue-open = open: close it
counter-ask-queue-closed = closed: open it
counter-ask-register-title = New ticket: which service?
counter-ask-place-title = Where does { $number } wait?
counter-ask-nth = place { $place }
counter-ask-place-first = first
counter-ask-place-last = last
counter-ask-place-original = by the time of arrival
counter-register-title = New ticket · { $service }
counter-register-again = You already gave a ticket for this entry: see the list. Save gives another one.
counter-register-dropped = { $number } is registered for { $service }. Left out, because these questions no longer apply: { $titles }

## counter: the states of a client

counter-status-registered = waiting
counter-status-inProgress = being served
counter-status-finished = finished
counter-status-noShow = did not come
counter-status-deleted = cancelled
counter-offline = ticket given without the server
counter-offline-ticket = holds { $ticket }
counter-offline-unchecked = answers do not fit the form

## counter: leaving, and the help page

counter-quit-title = { $number } is still at your desk.
counter-quit-text = The client stays at your desk and is there again when you come back.
counter-quit-leave = Enter Quit
counter-quit-stay = Esc Stay
counter-help-title = Keys of the counter
counter-help-next = finishes the client at your desk and calls the next one
counter-help-recall = calls the client at your desk once more; the display rings again
counter-help-no-show = the client did not come
counter-help-finish = the client has been served
counter-help-put-back = the client goes back to the queue
counter-help-call = calls the selected client out of turn
counter-help-details = shows everything about the client
counter-help-move = move the selection
counter-help-edit = changes the client, the answers or the note
counter-help-scan = Scan the code on a ticket, or type its number and Enter: the list selects that client.
counter-help-row = shows what can be done with the selected client: call, transfer, hold…
counter-help-language = another language
counter-help-quit = leave the counter; nothing is lost
counter-help-letters = A letter acts after { $leader }, on the client at your desk, and in the menu of the selected row, on that client. Alone it does nothing.
counter-help-order = The list is in the order of calling: priority first (marked !), then who waits longest.
counter-help-signs = Signs in the list: █ waits longer than the service promises · ▄ soon will · ║ on hold, or kept for a desk · → at a desk.
counter-help-transfer = to another service or desk: last, first, or by the time of arrival
counter-help-park = on hold, not called by turn; again: waits as before
counter-help-more = names the letters of all other actions, and waits for one
counter-help-coming = tells a kiosk where somebody asks for help that you are coming
counter-help-outcome = finishes with an outcome and a note
counter-help-next-service = finishes, and goes on to another service with the same ticket
counter-help-place = waits at a chosen place
counter-help-priority = 0 is normal, 9 goes first
counter-help-note = a note for staff
counter-help-print = prints the ticket on this desk's printer, marked as a copy if it was printed before
counter-help-identify = says whether somebody is the known client with the same address or number
counter-help-undo = undoes the last action of this desk, up to 20 in 10 minutes
counter-help-undo-list = lists the last actions of this desk; any that nobody has changed since can be undone
counter-help-pause = starts or ends a break of this desk
counter-help-close-desk = closes this desk for today, or opens it again
counter-help-returned = a no-show who came back: second place for 30 minutes
counter-help-register = gives somebody at the desk a ticket
counter-help-queues = opens a service to new clients, or closes it
counter-help-search = finds people in the list; F5 still calls by turn
counter-help-filter = shows one service only, then the next
counter-help-statistics = the figures of today and of earlier days, and reports
counter-help-palette = finds an action by its name
counter-help-colours = other colours
counter-help-help = this page
counter-help-part-list = You are in the list. Arrows choose a client, Enter shows what can be done with that one.
counter-help-part-search = You are in the search. Type a few letters; Enter goes to the list, Esc shows everybody.
counter-help-part-button = You are at a button. Enter presses it, Tab goes on.
counter-help-part-choice = Choose with the arrows and Enter, or press the digit. Esc goes back and changes nothing.
counter-help-part-words = Write, Enter confirms, Esc goes back. What you wrote stays while the connection is lost.
counter-help-part-edit = Tab and Enter go on, Ctrl+S saves, Esc goes back. What you wrote stays while the connection is lost.
counter-help-part-more = Press a letter, or choose with the arrows and Enter. Dim ones are not possible now. Esc goes back.
counter-line-help = A letter alone means the client at the desk, with a ticket number behind it that client (t A012). A number alone offers what can be done.

## display: the waiting room

display-serving = Being served
display-desk = Desk
display-number = Number
display-waiting = Waiting: { $count }
display-waiting-service = { $service }: { $count }
display-minutes = { $range } min
display-join-code = Code for phones
display-nobody = Your number will appear here.
display-link-down = Reconnecting… last update { $time }
display-link-never = Connecting…
display-mistake = The display was restarted after an error in the program.
display-no-desk = The layout "desk" needs the setting "desk": the name of the desk it hangs above.
display-too-small = The numbers are { $have } mm high; from { $seat } m they should be { $least } mm. Choose larger letters in the terminal, or a larger screen.
display-no-sound = There is no sound: calls are only shown. The log says why.
display-no-speech = No program here can speak. Install the extra "speech" or espeak-ng, or set speech_command.
display-no-voice = There is no voice for the language { $language }.

## display: a call in words, on the screen and spoken

call-say = Number { $number }, go to { $desk }
call-say-somewhere = Number { $number }, come to the desk

## desk-name: the words for a desk in names like "Desk 2", which other languages translate

desk-name-desk = Desk
desk-name-counter = Counter
desk-name-window = Window
desk-name-room = Room
desk-name-office = Office

## launcher: the screen that opens with "walkin"

launcher-tagline = A walk-in queue, from the ticket to the call
launcher-kiosk = Kiosk
launcher-kiosk-about = Clients choose a service and take a ticket.
launcher-counter = Counter
launcher-counter-about = Staff see who waits, call the next client and serve.
launcher-display = Display
launcher-display-about = The waiting room sees who is called, and where to go.
launcher-data = Data
launcher-server = Server
launcher-demo = Demo
launcher-demo-about = Clients come and go by themselves; all is deleted at the end.
launcher-serve = Serve
launcher-serve-about = "walkin serve" lets other programs use these queues.
launcher-look = Look
launcher-key-open = Open
launcher-key-move = Choose
launcher-key-theme = Colours
launcher-key-language = Language

### Answers of the API

error-badRequest = The request cannot be read.
error-unauthorized = This needs a valid key.
error-forbidden = This key may not do that.
error-notFound = There is nothing at this address.
error-queueNotFound = There is no such queue.
error-registrationNotFound = There is no such registration in this queue.
error-clientNotFound = There is no such client.
error-watchNotFound = There is no such watch.
error-requestNotFound = There is no such delivery.
error-errorNotFound = There is no such failure in the list.
error-keyNotFound = There is no such key.
error-secretsLost = The secrets of this office cannot be read: its key is missing or another one. Put the key file back; if it is lost, delete the watches and keys that need it, and make them again.
error-queueEmpty = Nobody is waiting.
error-methodNotAllowed = This address does not take that method.
error-notAcceptable = The answer cannot be given in that form.
error-conflict = Somebody else changed it first. Load it again.
error-transition = A registration that is { $before } cannot become { $after }.
error-reserved = This number is reserved for { $desk }. Put it back in the queue first.
error-nothingToUndo = This desk has done nothing in the last 10 minutes that can be undone.
error-undoChanged = { $ticket } has been changed since: this can no longer be undone.
error-queueClosed = This service is closed at the moment.
error-prefixTaken = Another queue already uses the ticket letter { $prefix }.
error-queueInUse = People are still waiting or being served in this queue. Finish, move or delete them first.
error-clientHeld = This person’s data is held: it is not shown, changed or erased until an administrator releases it.
error-deliveryErased = This person’s data was erased from the delivery: there is nothing to send again.
error-keyInUse = Watch { $watch } signs with this key. Remove it there first.
error-preconditionFailed = It has been changed meanwhile. Load it again.
error-tooLarge = The request is larger than { $limit } bytes.
error-unsupportedMediaType = The body has to be JSON in UTF-8 (application/json), not compressed.
error-expectationFailed = The header Expect asks for something that is not known here.
error-invalid = There is a problem with some of the entries.
error-idempotencyMismatch = This Idempotency-Key was used with another body.
error-tooManyRequests = Too many requests. Try again in { $retry ->
    [one] one second
   *[other] { $retry } seconds
}.
error-tooManyTickets = There are too many open tickets from this phone or address.
error-internalError = Something went wrong on our side. Nothing was changed.
error-busy = The office is busy. Try again in a moment.
error-databaseAway = The office's database cannot be reached at the moment. Try again in a few seconds.
error-storageFull = This could not be saved. The disk may be full.
error-readOnly = The office’s database takes no changes at the moment: it is read-only. Try again in a few seconds.
error-notConfirmed = It is not known whether this was saved: the database did not confirm it. Check whether it is there before you try again.
error-dataGone = The office’s data file was moved, deleted or replaced while it was in use. Nothing is saved until it is back, or the programs are started again.
error-damaged = The office’s data file is damaged. Nothing is saved any more: stop the programs and restore the last copy of it.
error-upgraded = The office’s data was upgraded by a newer Walkin. Install that one, and start this program again.
error-unreachable = The server cannot be reached.

watch-unresolved = The address in { $member } cannot be resolved at the moment. Deliveries are still tried; after five days without a success the watch is disabled.
watch-gone = The address said that it is gone for good (410).
watch-failing = No delivery has succeeded for five days.

## kiosk: what walk-in clients read

kiosk-welcome = Welcome. What can we do for you?
kiosk-open = Open
kiosk-closed = Closed
kiosk-service-closed = Closed
kiosk-all-closed = All services are closed at the moment.
kiosk-away = { $minutes ->
    [0] Not connected. You can take a ticket as soon as the connection is back. Staff can help you until then.
    [one] Not connected for 1 minute. You can take a ticket as soon as the connection is back. Staff can help you until then.
   *[other] Not connected for { $minutes } minutes. You can take a ticket as soon as the connection is back. Staff can help you until then.
}
kiosk-offline = No connection at the moment. You can take a ticket all the same.
kiosk-offline-used-up = No tickets until the connection is back
kiosk-more-services = More services ▼
kiosk-first-services = ▲ First services
kiosk-start-over = Start over
kiosk-read-aloud = Read aloud
kiosk-read-end = Speech off
kiosk-help = Help from staff
kiosk-appearance = Aa
kiosk-help-calling = Calling staff…
kiosk-help-called = Staff have been called. Wait here.
kiosk-help-coming = Somebody is coming to you.
kiosk-help-away = There is no connection: staff were not called. Go to a counter.
kiosk-help-lost = The connection was lost. If nobody comes, go to a counter.
kiosk-waiting = { $count ->
    [0] Nobody waiting
   *[other] { $count } waiting
}

kiosk-progress = { $about ->
    [yes] Question { $number } of about { $count }
   *[no] Question { $number } of { $count }
}
kiosk-part = { $about ->
    [yes] Part { $number } of about { $count }
   *[no] Part { $number } of { $count }
}
kiosk-continue = Continue
kiosk-keyboard = Keyboard
kiosk-keyboard-hide = Hide keyboard
kiosk-board-shift = Shift
kiosk-board-delete = Delete
kiosk-board-clear = Clear
kiosk-board-space = Space
kiosk-board-line = New line
kiosk-board-next = Next
kiosk-problem-title = There is a problem

kiosk-check-title = Check your answers
kiosk-answers = Answers { $first }–{ $last }
kiosk-answers-of = Answers { $first }–{ $last } of { $count }
kiosk-change = Change
kiosk-not-provided = Not provided
kiosk-show = Show
kiosk-hide = Hide
kiosk-show-all = Show all
kiosk-brought = { $count ->
    [0] The code has no answers for this form.
    [one] 1 answer was filled in from the code.
   *[other] { $count } answers were filled in from the code.
}
kiosk-brought-start = The code was read. Choose the service you came for.
kiosk-code-foreign = This code is not for this kiosk. Nothing was chosen.
kiosk-code-typed = A scanner filled this in. Check it before you go on.
kiosk-preview-result = What the kiosk would send
kiosk-preview-broken = The last version of the form without mistakes. To correct:
kiosk-take = Take my ticket

kiosk-your-number = Your number
kiosk-ahead = { $count ->
    [0] Nobody before you
    [one] 1 person before you
   *[other] { $count } people before you
}
kiosk-expected = Expected wait: { $wait }
kiosk-issued = Taken at { $time }
kiosk-sit = Take a seat. Your number will be called.
kiosk-scan = Open on your phone
kiosk-closes = This page closes { $seconds } seconds after the last touch.
kiosk-keep = Keep on screen
kiosk-kept = This page stays for { $minutes } minutes, or until you press Done.
kiosk-done = Done

kiosk-away-title = The ticket could not be taken yet
kiosk-away-text = Nothing you typed is lost. There is no connection at the moment.
kiosk-away-again = The kiosk keeps trying.
kiosk-closed-title = This service has just closed
kiosk-closed-text = It gives no more tickets for now. Staff can tell you when to come back.
kiosk-refused-title = The ticket could not be taken
kiosk-to-start = Back to the start

kiosk-still-title = Are you still there?
kiosk-still-text = { $count ->
    [one] In 1 second this screen starts over, and what you typed is deleted.
   *[other] In { $count } seconds this screen starts over, and what you typed is deleted.
}
kiosk-still-more = I need more time

kiosk-over-title = Start over?
kiosk-over-text = What you have entered will be deleted.
kiosk-over-stay = Keep going
kiosk-leave-title = Leave the kiosk?
kiosk-leave-pin = Staff PIN:
kiosk-leave-wrong = That is not the PIN.
kiosk-leave-wait = { $count ->
    [one] That is not the PIN. Try again in 1 second.
   *[other] That is not the PIN. Try again in { $count } seconds.
}
kiosk-leave-wait-minutes = That is not the PIN. Try again in { $count } minutes.
kiosk-leave-tries = { $count ->
    [one] 1 wrong try, on { $time }.
   *[other] { $count } wrong tries, the last on { $time }.
}
kiosk-leave-clear = Clear
kiosk-leave-go = Leave
kiosk-leave-stay = Stay
kiosk-line-again = Repeat
kiosk-line-signs = What you can type
kiosk-line-several = Type the numbers, with spaces between them. Enter goes on.
kiosk-line-area = An empty line ends the text.

## kiosk: what the keys do, as short as possible

kiosk-key-back = Back
kiosk-key-continue = Continue
kiosk-key-pick = Choose
kiosk-key-next = Next
kiosk-key-keyboard = Keyboard on the screen
kiosk-key-take = Take my ticket
kiosk-key-help = Help from staff
kiosk-key-done = Done
kiosk-say-on = Speech is on. The arrow keys move. Enter chooses, Escape goes back. F4 repeats, F5 pauses, F6 and F7 change the volume, F2 ends the speech.
kiosk-say-off = Speech is off.
kiosk-say-button = button
kiosk-say-entry = text field
kiosk-say-empty = empty
kiosk-say-filled = filled in, not read aloud without headphones
kiosk-say-chosen = selected
kiosk-say-not-chosen = not selected
kiosk-say-place = { $number } of { $count }
kiosk-say-star = star
kiosk-say-deleted = { $letter } deleted
kiosk-say-volume = Volume { $percent }
kiosk-say-headphones = Are you using headphones? Then your answers are read aloud, too.

## field: what the fields of a form say, at the kiosk and at the counter

field-optional = { $title } (optional)
field-day = Day
field-month = Month
field-year = Year
field-time = Time
field-clear = Clear
field-today = Today
# What may be typed as the day instead of a date, between commas
field-today-words = today, t
field-birth-words = birth, born
field-other = Other: write it
field-chosen = { $count ->
    [0] Select all that apply
    [one] 1 selected: { $names }
   *[other] { $count } selected: { $names }
}
field-chosen-one = Selected: { $name }
field-search = Type to search
field-all = { $count ->
    [one] 1 option
   *[other] { $count } options
}
field-matches = { $count ->
    [0] Nothing found: try fewer letters
    [one] 1 match
   *[other] { $count } matches
}
field-up = ◂ { $name }: all groups
field-expected-number = In figures, like { $example }
field-expected-price = An amount in figures, like { $example }
field-expected-website = Like www.example.com
field-expected-date = Like 27 3 1985
field-expected-time = Like 27 3 1985 at { $clock }
field-expected-clock = Like { $clock }
field-expected-month = Month and year, like 3/2026
field-expected-like = Like { $example }
field-rating-1 = Very bad
field-rating-2 = Bad
field-rating-3 = All right
field-rating-4 = Good
field-rating-5 = Very good
field-meant = Did you mean { $address }?
field-file-desk = Bring it to the desk: you can go on without it now.
field-file-phone = Or send it by phone: after taking your ticket, scan its code.
field-file-there = Already received: { $name }
field-limits-number = { $ends ->
    [same] { $low }
    [both] From { $low } to { $high }
    [low] { $low } or more
   *[high] { $high } or less
}
field-limits-date = { $ends ->
    [same] { $low }
    [both] From { $low } to { $high }
    [low] On or after { $low }
   *[high] On or before { $high }
}
field-limits-month = { $ends ->
    [same] { $low }
    [both] From { $low } to { $high }
    [low] { $low } or later
   *[high] { $high } or earlier
}
field-limits-time = { $ends ->
    [same] At { $low }
    [both] From { $low } to { $high }
    [low] At { $low } or later
   *[high] At { $high } or earlier
}
field-limits-entries = { $ends ->
    [same] Exactly { $low }
    [both] From { $low } to { $high }
    [low] At least { $low }
   *[high] Up to { $high }
}
field-limits-step = In steps of { $step }
field-consent = I agree
field-code = Point your phone at the code to open the page, or note its address:
field-code-large = This screen is too small for a code of the address. Note it instead:
field-code-button = Open on your phone: { $address }
field-file-signature = You sign at the desk: go on without it now.
field-file-photo = Your photo is taken at the desk: go on without it now.
field-entry-add = Add: { $title }
field-entry-another = Add another: { $title }
field-entry-change = Change
field-entry-remove = Remove
field-entry-really = Really remove?
field-entry-none = Nothing added yet
field-entry-default = Entry
field-key-choose = Choose
field-key-continue = Continue

## form: what to mend in an answer, at the kiosk and in the answers of the API

form-empty = { $type ->
    [one] Select one option
    [many] Select one or more options
    [email] Enter an e-mail address
    [phone] Enter a phone number
    [number] Enter a number
    [price] Enter an amount
    [date] Enter a date
    [website] Enter a web address
    [name] Enter a name
    [address] Enter an address
    [file] Choose a file
    [textarea] Enter some text
    [consent] Agree to this to go on
    [time] Enter a time
    [month] Enter a month
   *[input] Enter an answer
}
form-about = { $thing }: { $text }
form-thing = “{ $title }”
form-thing-name = Name
form-thing-given-name = First name
form-thing-family-name = Last name
form-thing-email = E-mail address
form-thing-tel = Phone number
form-thing-address-line1 = Street and number
form-thing-address-level2 = Town
form-thing-postal-code = Postcode
form-thing-country-name = Country
form-thing-organization = Company
form-thing-bday = Date of birth
form-empty-name = Enter your name
form-empty-given-name = Enter your first name
form-empty-family-name = Enter your last name
form-empty-address-line1 = Enter the street and number
form-empty-address-level2 = Enter the town
form-empty-postal-code = Enter the postcode
form-empty-country-name = Choose a country
form-empty-organization = Enter the name of the company
form-empty-bday = Enter your date of birth
form-tooLong = { $limit ->
    [one] Use 1 character or fewer
   *[other] Use { $limit } characters or fewer
}
form-tooShort = { $limit ->
    [one] Use 1 character or more
   *[other] Use { $limit } characters or more
}
form-character = Use letters, figures and signs only: something in it cannot be shown
form-email = Enter an e-mail address, like name@example.com
form-phone = Enter a phone number, like 020 7946 0018 or +33 1 99 00 12 34
form-phoneCountry = Enter the phone number with its country code, like +33 1 99 00 12 34
form-phoneExtension = Enter the phone number without an extension
form-number = Enter a number in figures, like 12 or 3.5
form-price = Enter an amount in figures, like 12 or 12.50
form-pricePlaces = { $places ->
        [0] Enter a whole amount without decimals, like 12 or 12500
       *[other] Enter an amount with { $places } decimals at most and nothing between thousands, like 12.50 or 12500
    }
form-date = Enter a real date, like 27 3 1985
form-time = Enter a real date and a time, like 27 3 1985 at { $clock }
form-website = Enter a web address, like www.example.com
form-fileType = The file has to be one of these: { $types }
form-fileActive = The file contains programs or other files: print it to a new PDF, or send a photo
form-fileSize = The file has to be { $limit } MB or smaller
form-fileEmpty = The file is empty: choose another one
form-fileRead = The file could not be read: choose it again
form-pattern = Enter it the way the question describes
form-oneOnly = Select one option only
form-shape = Send the parts of an answer in subItem, and any other answer in value or values
form-otherClient = Client { $id } has something else in this place: leave it out, or change the client’s own record
form-unknownChoice = Select one of the options that are offered
form-country = Choose a country from the list
form-countryLike = Choose a country from the list: did you mean { $name }?
form-other = Write what you mean by “Other”
form-tooSmall = Enter { $limit } or more
form-tooBig = Enter { $limit } or less
form-tooEarly = Must be on or after { $limit }
form-tooEarly-time = Must be at { $limit } or later
form-tooLate = Must be on or before { $limit }
form-tooLate-time = Must be at { $limit } or earlier
form-integer = Enter a whole number
form-step = { $same ->
    [yes] Enter { $lower }
   *[no] Enter { $lower } or { $upper }: what lies between is not possible
}
form-check = This number cannot be right: compare every letter and figure with your document
form-mask = Enter it like { $example }
form-clock = Enter a time, like { $clock }
form-month = Enter a month and a year, like 3/2026
form-consent = Answer true, or leave it out
form-exclusive = “{ $name }” cannot be chosen together with another option
form-tooFew = { $limit ->
    [one] Add at least one
   *[other] Add at least { $limit }
}
form-tooMany = { $limit ->
    [one] Only one is possible
   *[other] No more than { $limit } are possible
}
form-requireOne = Answer at least one of these: { $titles }
form-notAsked = This question does not apply after the other answers: its answer was not kept

## page: what the QR code on a ticket opens on a phone

page-ahead = { $count ->
    [0] You are next
    [one] 1 person before you
   *[other] { $count } people before you
}
page-delay-deskClosed = The wait is longer than we said: a desk has closed or has other work.
page-delay-putBefore = The wait is longer than we said: somebody had to go first.
page-delay-longVisit = The wait is longer than we said: a visit is taking unusually long.
page-wait-not-known = We do not know the wait yet.
page-no-desk = No desk is open now. You will see the wait here as soon as one opens.
page-called = It is your turn: go to { $desk }
page-called-somewhere = It is your turn
page-missed = You were called and did not come. Ask the staff.
page-over = This visit is over. Thank you.
page-updated = Updated { $time }. This page updates by itself.
page-updated-at = Updated { $time }.
page-file-send = Send this file
page-file-again = Send another one instead
page-file-sent = Sent: { $name }
page-file-progress = Sent so far
page-refused = That did not work
page-refused-text = Go back and try again in a moment, or ask the staff.
page-gone = There is no such ticket
page-gone-ask = Scan the code on your ticket again, or ask the staff.

page-held = Your place is kept: a desk will call you.
page-sit = Take a seat. Your number will be called.
page-stale = Not connected. What you see is from the time below. Trying again…
page-alert = Tell me by sound
page-keep = Keep this page open and the screen on.
page-keep-sound = Keep this page open and the screen on; it makes a sound when it is your turn.
page-awake = Keep this page open: the screen stays on.
page-awake-sound = Keep this page open: the screen stays on, and it makes a sound when it is your turn.
page-start = Take a ticket
page-start-none = Tickets are given at the entrance
page-start-none-text = The code on your ticket opens its page on your phone.
page-to-start = Services of this office
page-nowhere = There is nothing at this address
page-nowhere-text = Scan the code on your ticket or on the poster again, or ask the staff.
page-cancel = Cancel my place
page-cancel-title = Cancel your place?
page-cancel-text = You leave the queue. To come back you need a new ticket, at the end of the queue.
page-cancel-yes = Yes, cancel my place
page-cancel-no = No, keep my place
page-cancelled = This ticket was cancelled.
page-again = Take a new ticket
page-closed = This visit ended a while ago
page-closed-ask = Its page is closed. Take a new ticket for a new visit.
page-access = Accessibility
page-access-text = These pages follow EN 301 549 and WCAG 2.2 AA, as far as automatic tests show. They work with a keyboard, a screen reader, large letters, and in light and dark.
page-access-gaps = Not shown yet: nobody who uses assistive technology every day has tested them.
page-access-staff = If you cannot use these pages or the ticket machine, the staff give you a ticket at a desk.
page-access-contact = Tell us what you cannot use: { $contact }
page-access-ask = Tell the staff what you cannot use.

## paper: the ticket on paper, and its printer

paper-copy = COPY
paper-desk = Go to: { $desk }
paper-missing = (with letters that this printer does not have)
paper-state = { $state ->
    [printing] Printing…
    [yes] Take your paper.
    [unknown] Take your paper, or keep this number.
   *[no] No paper today: keep this number.
}
paper-again = Print again
paper-trouble = { $trouble ->
    [noPaper] no paper
    [paperLow] the paper is nearly used up
    [coverOpen] the lid is open
    [cutter] the cutter is stuck
    [offline] offline
    [noAnswer] no answer: off, or not connected
   *[error] an error
}

## join: taking a ticket with a phone, behind the poster at the door

join-take = Take my ticket
join-choose = Choose one
join-next = Continue
join-more = There are more questions because of these answers
join-remove = Remove: { $title }
join-open = { $count ->
    [one] Choose from 1 option
   *[other] Choose from { $count } options
}
join-sign = Sign in the box with your finger or the mouse, or add a picture of your signature.
join-sign-pad = Box to sign in
join-file = A file of up to { $limit } MB: { $types }
join-later = I will send it later from my ticket's page, or bring it to the desk
join-code = Code of the waiting room
join-code-hint = The four digits on the screen in the waiting room.
join-code-missing = Enter the code on the screen in the waiting room
join-code-wrong = This code is wrong or out of date: enter the one on the screen now
join-unknown = No ticket can be taken here
join-unknown-text = This service gives no tickets by phone. Take one at the entrance, or ask the staff.
join-closed = This service is closed at the moment
join-closed-text = It gives no more tickets for now. Staff can tell you when to come back.
join-busy = Too many tickets are being taken at once
join-busy-text = Wait a minute and try again, or take a ticket at the entrance.
join-many = You have enough tickets
join-many-text = Cancel one of them on its page, or wait until one has been served. Larger groups take their tickets at the entrance.
join-refused = The ticket could not be taken
join-refused-text = Go back and try again, or take a ticket at the entrance.
join-poster = Take your ticket with your phone
join-poster-scan = Point your phone's camera at the code. The page that opens shows your place. Keep it open: it can make a sound when it is your turn.

form-fileAgain = Add the file again: it is kept only with a form that is complete
form-fileRoom = There is no room for files now: bring it to the desk
form-fileGone = Add the file again: the one that was sent is no longer here
page-consent-title = Permission for another program
page-consent-asks = { $name } asks to work with your queues, in the role “{ $role }”.
page-consent-goes = If you allow it, you go on to { $address }.
page-consent-key = Use the key of an administrator of your account.
page-consent-allow = Allow
page-consent-deny = Do not allow
page-consent-wrong = That is not the key and token of an administrator.
page-consent-unknown = This program is not known here, or wants to send you to an address that it is not registered with.

## report: the figures of days, on the counter's screen, on paper and in files

report-title = Report
report-days = { $since } to { $until }
report-taken = Taken on { $date } at { $time }
report-all = All services
report-services = Services
report-desks = Desks
report-hours = Hours of the day
report-week-visits = Visits by day and hour
report-week-waits = Mean wait by day and hour, in minutes
report-told = Quoted and actual waits
report-course = Waits over the day, in minutes
report-inside = Within the quoted range
report-above = Longer than quoted
report-below = Shorter than quoted
report-open-ended = Quoted “over an hour”:
report-untold = No wait quoted:
report-width = The range is { $minutes } min wide on average
report-error = On average { $minutes } min off
report-nothing = There were no visits on these days.
report-unit-minutes = min
report-unit-percent = %
report-figure-waiting = waiting
report-figure-longest = longest wait
report-figure-visits = visits
report-figure-mean = mean wait
report-figure-served = served
report-figure-no-show = no-shows
report-head-service = Service
report-head-desk = Desk
report-head-hour = Hour
report-head-day = Day
report-head-time = Time
report-head-visits = Visits
report-head-called = Called
report-head-served = Served
report-head-no-show = No-shows
report-head-left = Left
report-head-within = In time
report-head-mean = Mean wait
report-head-median = Median wait
report-head-long = 9 of 10
report-head-handling = Visit
report-head-waiting = Waiting
report-head-longest = Longest wait
report-head-target = Target
report-head-told = Wait
report-head-share = Share
report-head-people = People
report-definitions = What the figures mean
report-define-visits = Visits: tickets taken. A further service of the same visit counts once more, with that service.
report-define-wait = Mean and median: minutes from the ticket to the call, of those who were called. Half waited no longer than the median.
report-define-within = In time: the share of those called whose wait was within the target of their service.
report-define-long = 9 of 10: nine of ten people waited no longer than this.
report-define-handling = Visit: mean minutes from the call to the end, of those who were served.
report-define-left = No-shows and Left: did not come when called; cancelled while waiting. The percentages are of the visits that ended.
report-define-told = Quoted and actual waits: of those who were quoted a range with their ticket and were then called, where the actual wait ended.
report-define-desks = Desks: visits by the desk that called them last. Figures are of desks, not of people.

## statistics: the screen of the counter

stats-title = Statistics
stats-page-overview = Overview
stats-page-hours = Hours
stats-page-week = Week
stats-page-told = Quoted waits
stats-range-today = Today
stats-range-yesterday = Yesterday
stats-range-week = 7 days
stats-range-month = 30 days
stats-range-year = One year
stats-loading = One moment…
stats-at = As of { $time }
stats-away = Not connected. These are the figures of { $time }, { $age } ago.
stats-never = Not connected. The figures appear as soon as the connection is back.
stats-refused = The figures could not be loaded: { $reason }
stats-line = Wait of the last 2 hours, in minutes
stats-line-range = least { $least }, now { $now }, most { $most }
stats-line-none = Nobody was called in the last 2 hours.
stats-range-values = least { $least }, mean { $mean }, most { $most }
stats-hours-unit = Visits, and the mean wait in minutes
stats-hours-wait = wait { $minutes }
stats-save-format = The name has to end in .html, .txt, .csv or .json.
stats-key-back = Back
stats-key-range = Days
stats-key-table = Table
stats-key-waits = Waits
stats-key-export = Save as
stats-key-report = Report
stats-key-help = Help
stats-help-pages = the pages: overview, hours, week, quoted waits
stats-help-range = today, yesterday, 7 days, 30 days, one year; with Shift the other way
stats-help-table = the same figures as a table, and back
stats-help-waits = in the week: visits or mean waits
stats-help-export = saves these figures as CSV, JSON, text or HTML, by the ending of the name
stats-help-report = saves a report to print or to keep as PDF in the downloads

## The guide

guide-key-scroll = Scroll
