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
app-ok = OK
app-yes = Yes
app-no = No
app-back = Back
app-next = Next
app-cancel = Cancel
app-close = Close
app-save = Save
app-retry = Try again
app-help = Help
app-quit = Quit
app-language = Language
app-theme = Colours
app-loading = One moment…
app-too-small = This window is too small. Walkin needs { $columns } × { $rows }, it has { $wide } × { $high }.
app-too-small-hint = Make the window larger or the letters smaller.
app-mistake = That did not work: a mistake of the program. The details are in { $file }.
app-mistake-no-file = That did not work: a mistake of the program.
app-crashed = Walkin stopped because of an error. Details: { $file }
app-crashed-no-file = Walkin stopped because of an error. The details could not be written to a file.

## answer: the answers of a form in words

answer-yes = yes
answer-no = no
answer-other = other: { $text }
answer-rating = { $place } of { $count }
answer-rating-named = { $place } of { $count } ({ $name })
answer-file-deferred = To follow

## wait: the expected wait, in minutes

wait-range = about { $low }–{ $high } minutes
wait-up-to = up to { $minutes } minutes
wait-over = over { $minutes } minutes
wait-no-desk = no desk is open now

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

## app: what can be wrong with a theme file

app-theme-problem-unreadable = The theme file { $file } can not be read.
app-theme-problem-format = The theme file { $file } is not written as it should be: { $reason }.
app-theme-problem-missing = The theme file { $file } does not say which colour "{ $key }" is.
app-theme-problem-colour = In the theme file { $file }, "{ $value }" is not a colour ({ $key }).
app-theme-problem-unknown = The theme file { $file } has "{ $key }", which Walkin does not know. The rest of it is used.
app-theme-problem-contrast = The theme { $file } is hard to read: { $text } on { $ground } has a contrast of { $ratio }, it should be at least { $least }.
app-theme-problem-name = There is no theme called "{ $name }". Walkin uses "{ $used }".
app-new-office = Made a new office in { $place }: there was none.

## counter: choosing the desk and the services

counter-setup-title = Who works here?
counter-setup-desk = Name of this desk, as clients hear it
counter-setup-desk-example = Desk 3
counter-setup-queues = Services you call from
counter-setup-start = Start work
counter-setup-no-desk = Write the name of this desk first.
counter-setup-desk-long = The name of a desk has at most 40 characters.
counter-setup-no-queue = Tick at least one service.
counter-setup-none = This office has no services yet. Add one with: walkin queue add
counter-no-such-queue = There is no service called { $name }.

## counter: the line at the top

counter-opening = One moment…
counter-link-up = Connected
counter-link-never = Not connected. Trying again…
counter-link-down = Not connected — last update { $time } ({ $age } ago)

## counter: the client at this desk

counter-nobody = Nobody at your desk
counter-nobody-next = F5 calls { $number } · { $service }
counter-nobody-waiting = Nobody is waiting. New clients appear here by themselves.
counter-since = Called { $time } · here for { $span }
counter-since-again = Called { $ago } ago · here for { $span }
counter-long = Long: { $span } (usual: { $minutes } min)
counter-waited = waited { $span }
counter-calls = { $count ->
    [one] called once
   *[other] called { $count } times
}
counter-also-here = Also at this desk: { $numbers }
counter-speaks = speaks { $language }
counter-priority = priority { $level }
counter-no-name = No name given

## counter: the table

counter-column-number = Number
counter-column-name = Name
counter-column-service = Service
counter-column-wait = Wait
counter-column-state = State
counter-column-remark = Remarks
counter-state-waiting = waiting
counter-state-soon = soon late
counter-state-late = late
counter-state-served = being served
counter-state-at = at { $desk }
counter-state-held = on hold
counter-state-for = for { $desk }
counter-summary = { $count ->
    [0] Nobody is waiting.
    [one] 1 person waiting, for { $longest }.
   *[other] { $count } people waiting, the longest for { $longest }.
}

## counter: what can be done, on its buttons and in the key bar

counter-key-next = Call next
counter-key-recall = Recall
counter-key-no-show = No-show
counter-key-finish = Finish
counter-key-put-back = Put back
counter-key-call = Call this
counter-key-details = Details
counter-key-current = Client's form
counter-key-help = Help
counter-key-language = Language
counter-key-open = Open file
counter-key-save = Save file
counter-key-edit = Edit
counter-key-quit = Quit
counter-key-transfer = Transfer
counter-key-park = Hold
counter-key-more = More
counter-key-outcome = Finish with outcome
counter-key-next-service = Next service
counter-key-place = Move to place
counter-key-priority = Priority
counter-key-note = Note
counter-key-undo = Undo
counter-key-pause = Pause
counter-key-close-desk = Close desk
counter-key-returned = They are back
counter-key-register = New ticket
counter-key-queues = Open services
counter-key-search = Search
counter-key-filter = One service
counter-key-statistics = Statistics
counter-key-jump = Jump
counter-key-palette = All actions
counter-key-colours = Colours

## counter: what happened

counter-did-next = { $number } called to { $desk }.
counter-did-recall = { $number } called again.
counter-did-no-show = { $number } did not come.
counter-did-finish = { $number } is finished.
counter-did-put-back = { $number } waits again.
counter-did-transfer = { $number } now waits for { $to }.
counter-did-park = { $number } is on hold.
counter-did-came-back = { $number } is back and waits again.
counter-did-priority = { $number } has another priority.
counter-did-note = The note of { $number } is kept.
counter-did-next-service = { $number } goes on to { $to } with the same ticket.
counter-did-register = { $number } now waits for { $service }.
counter-did-undo = Undone: { $kind ->
    [called] call of
    [recalled] call of
    [finished] end of
    [noShow] no-show of
    [parked] hold of
    [putBack] return of
    [reserved] transfer of
    [followed] next service of
    [deleted] cancelling of
   *[updated] change of
} { $numbers }.
counter-did-desk-open = This desk is open.
counter-did-desk-paused = This desk has a break. Told waits count without it.
counter-did-desk-closed = This desk is closed.
counter-did-queue-open = { $name } takes clients again.
counter-did-queue-closed = { $name } takes no new clients.
counter-queue-empty = Nobody is waiting.
counter-somebody-faster = Another desk was faster: nobody is waiting any more.
counter-row-taken = { $number } has just been called to { $desk }.
counter-row-gone = { $number } is no longer waiting.
counter-not-yours = { $number } is no longer at this desk.
counter-just-moved = { $number } has just left the list. Choose again.
counter-not-waiting = { $number } is not waiting: only people who wait can be called.
counter-finish-first = { $number } is still at your desk. Finish it, put it back, or use F5.
counter-no-selection = Nobody is selected.
counter-no-target = There is no other open service and no other desk.
counter-no-missed = Nobody was missed today.
counter-away = Not connected: that could not be done. It works again once the link is back.
counter-half-done = { $number } is finished, but the link broke: nobody was called. Press F5 again when it is back.
counter-refused = That was not possible: { $reason }
counter-broken = That did not work. The log says why. You can try again.

## counter: the details of a client

counter-details-number = Number
counter-details-service = Service
counter-details-state = State
counter-details-name = Name
counter-details-phone = Phone
counter-details-email = E-mail
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
counter-details-told = Wait that was told
counter-details-waited = Real wait
counter-details-minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
counter-details-outcome = Outcome
counter-details-form = Answers
counter-details-visits = Other visits today
counter-details-no-form = This client was asked no questions.
counter-details-no-answer = no answer

## counter: files of clients

counter-file = { $name } · { $size } · O open · S save
counter-file-unfetched = { $name } · cannot be had at the moment
counter-file-unnamed = File without a name
counter-file-deferred = to be brought to the desk or sent by phone
counter-file-saved = Saved as { $path }
counter-file-opened = Saved as { $path } and handed to the desktop
counter-file-no-desktop = Saved as { $path }. There is no desktop here to show it.
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
counter-edit-priority = Priority (none is usual, 9 goes first)
counter-edit-part = Part { $number } of { $count }
counter-edit-save = Save
counter-edit-before = Part before
counter-edit-next = Next part
counter-edit-saved = Saved.
counter-edit-changed = Somebody else has just changed this client. What you typed is kept: look at it and save again.
counter-edit-problems = { $count ->
    [one] Not saved yet: there is 1 answer to mend.
   *[other] Not saved yet: there are { $count } answers to mend.
}
counter-file-path = Path of a file on this computer
counter-drop-title = Leave without saving?
counter-drop-text = What you typed is not saved yet.
counter-drop-leave = Enter Leave
counter-drop-stay = Esc Stay

## counter: what actions ask, and finding people

counter-unknown = The link broke. Whether that was done shows as soon as it is back.
counter-desk-paused = Desk paused
counter-desk-paused-hint = P ends the break. F5 ends it too, and calls.
counter-desk-closed = Desk closed
counter-desk-closed-hint = Z opens it again. F5 opens it too, and calls.
counter-search = Number, name, phone, note… · Enter: to the list · Esc: everybody
counter-sieve = { $shown } of { $count } shown
counter-suggest-no-show = { $number } was called several times. No-show? F7
counter-keys-problem = The keys are those Walkin comes with. { $problem }
counter-more-title = What else can be done
counter-ask-yes = Enter Done
counter-ask-no = Esc Cancel
counter-ask-outcome-title = Finish { $number }
counter-ask-outcome = What came of it
counter-ask-note-title = Note about { $number }
counter-ask-priority-title = Priority of { $number }
counter-ask-priority = { $level ->
    [0] usual
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
counter-ask-returned-title = Who is here after all?
counter-ask-queues-title = Which service opens or closes?
counter-ask-queue-open = open: close it
counter-ask-queue-closed = closed: open it
counter-ask-register-title = New ticket: which service?
counter-ask-place-title = Where does { $number } wait?
counter-ask-nth = place { $place }
counter-ask-place-first = first
counter-ask-place-last = last
counter-ask-place-original = by the time of arrival
counter-register-title = New ticket · { $service }
counter-register-again = A ticket was given for what you typed before. Look in the list; Save gives one more.

## counter: the states of a client

counter-status-registered = waiting
counter-status-inProgress = being served
counter-status-finished = finished
counter-status-noShow = did not come
counter-status-deleted = cancelled

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
counter-help-call = calls the selected person out of turn
counter-help-details = shows everything about the selected person
counter-help-current = shows everything about the client at your desk
counter-help-move = move the selection
counter-help-language = another language
counter-help-quit = leave the counter; nothing is lost
counter-help-letters = The letters act while the list has the focus. The F keys act everywhere.
counter-help-order = The list is in the order of calling: priority first (marked !), then who waits longest.
counter-help-late = "soon late" and "late" compare the wait with what the service promises.
counter-help-signs = On a narrow screen * marks a client with a note, and letters like PL one who speaks another language.
counter-help-transfer = to another service or desk: last, first, or by the time of arrival
counter-help-park = on hold, not called by turn; again: waits as before
counter-help-more = buttons of all other actions
counter-help-outcome = finishes with what came of the visit, and a note
counter-help-next-service = finishes, and goes on to another service with the same ticket
counter-help-place = waits at a chosen place
counter-help-priority = 0 is usual, 9 goes first
counter-help-note = a note for staff
counter-help-undo = takes back the last action of this desk, up to 20 in 10 minutes
counter-help-pause = a break of this desk, and back
counter-help-close-desk = this desk is done for today, and back
counter-help-returned = a no-show who came after all: second place for 30 minutes
counter-help-register = gives somebody at the desk a ticket
counter-help-queues = lets new clients join a service, or not
counter-help-search = finds people in the list; F5 still calls by turn
counter-help-filter = shows one service of several, then the next
counter-help-statistics = the figures of today and of days before, and reports
counter-help-jump = a key over every button
counter-help-palette = finds an action by its name
counter-help-colours = other colours
counter-help-help = this page
counter-help-whom = Letters mean the selected row. F keys, buttons and N mean the client at your desk, or the row while nobody is there.
counter-help-part-list = You are in the list. Arrows choose, letters act, Enter shows everything.
counter-help-part-search = You are in the search. Type a few letters; Enter goes to the list, Esc shows everybody.
counter-help-part-button = You are at a button. Enter presses it, Tab goes on.
counter-help-part-choice = Choose with the arrows and Enter, or press the digit. Esc goes back and changes nothing.
counter-help-part-words = Write, Enter confirms, Esc goes back. What you wrote stays while the link is lost.
counter-help-part-edit = Tab and Enter go on, Ctrl+S saves, Esc goes back. What you wrote stays while the link is lost.
counter-help-part-more = Press a button or its key. Dim ones make no sense now. Esc goes back.

## display: the waiting room

display-recent = Called before
display-waiting = Waiting
display-nobody = Your number will appear here.
display-link-down = Reconnecting… last update { $time }
display-link-never = Connecting…
display-no-desk = The layout "desk" needs the setting "desk": the name of the desk it hangs above.
display-too-small = The numbers are { $have } mm high; from { $seat } m they should be { $least } mm. Choose larger letters in the terminal, or a larger screen.
display-no-sound = There is no sound: what is called is only written. The log says why.
display-no-speech = Nothing here can speak. Install the extra "speech" or espeak-ng, or set speech_command.
display-no-voice = There is no voice for the language { $language }.

## display: a call in words, on the screen and spoken

call-say = Number { $number }, go to { $desk }
call-say-somewhere = Number { $number }, come to the desk

## launcher: the screen that opens with "walkin"

launcher-tagline = A walk-in queue, from the ticket to the call
launcher-kiosk = Kiosk
launcher-kiosk-about = Clients choose a service and take a ticket.
launcher-counter = Counter
launcher-counter-about = Staff see who waits, call the next client and serve.
launcher-display = Display
launcher-display-about = The waiting room sees the numbers called, and where.
launcher-data = Data
launcher-server = Server
launcher-demo = Demo
launcher-demo-about = Clients come and go alone; all is deleted when you quit.
launcher-serve = Serve
launcher-serve-about = "walkin serve" opens these queues to other programs here.
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
error-conflict = Somebody else was faster. Load it again.
error-transition = A registration that is { $before } cannot become { $after }.
error-reserved = This number is reserved for { $desk }. Put it back among those who wait first.
error-nothingToUndo = This desk has done nothing in the last 10 minutes that can be undone.
error-undoChanged = { $ticket } has been changed since by somebody else: this can no longer be undone.
error-queueClosed = This service is closed at the moment.
error-prefixTaken = Another queue already uses the ticket letter { $prefix }.
error-queueInUse = People are still waiting or being served in this queue. Finish, move or delete them first.
error-clientHeld = This person’s data is held: it is not shown, changed or erased until an administrator releases it.
error-deliveryErased = This person’s data was erased from the delivery: there is nothing to send again.
error-keyInUse = Watch { $watch } signs with this key. Take it out there first.
error-preconditionFailed = It has changed meanwhile. Load it again.
error-tooLarge = The request is larger than { $limit } bytes.
error-unsupportedMediaType = The body has to be JSON in UTF-8 (application/json), not compressed.
error-expectationFailed = The header Expect asks for something that is not known here.
error-invalid = There is a problem with some of the entries.
error-idempotencyMismatch = This Idempotency-Key was used with another body.
error-tooManyRequests = Too many requests. Try again in { $retry ->
    [one] one second
   *[other] { $retry } seconds
}.
error-internalError = Something went wrong on our side. Nothing was changed.
error-busy = The office is busy. Try again in a moment.
error-databaseAway = The office's database cannot be reached at the moment. Try again in a few seconds.
error-storageFull = The entry could not be saved. The disk may be full.
error-readOnly = The office’s database takes no changes at the moment: it is read-only. Try again in a few seconds.
error-notConfirmed = It is not known whether this was kept: the database did not confirm it. Look whether it is there before you try again.
error-dataGone = The office’s data file was moved, deleted or replaced while it was in use. Nothing is saved until it is back, or the programs are started again.
error-damaged = The office’s data file is damaged. Nothing is saved any more: stop the programs and restore the last copy of it.
error-upgraded = The office’s data was upgraded by a newer Walkin. Install that one, and start this program again.
error-unreachable = The server cannot be reached.

watch-unresolved = The address in { $member } cannot be resolved at the moment. Deliveries are tried; after five days without a success the watch is disabled.
watch-gone = The address said that it is gone for good (410).
watch-failing = No delivery has succeeded for five days.

## kiosk: what walk-in clients read

kiosk-welcome = Welcome. What can we do for you?
kiosk-open = Open
kiosk-closed = Closed
kiosk-service-closed = Closed
kiosk-all-closed = All services are closed at the moment.
kiosk-away = { $minutes ->
    [0] Not connected. Tickets can be taken again as soon as the connection is back; staff can help you meanwhile.
    [one] Not connected for 1 minute. Tickets can be taken again as soon as the connection is back; staff can help you meanwhile.
   *[other] Not connected for { $minutes } minutes. Tickets can be taken again as soon as the connection is back; staff can help you meanwhile.
}
kiosk-resets = This screen starts over after { $seconds } seconds without touch.
kiosk-waiting = { $count ->
    [0] Nobody waiting
    [one] 1 person waiting
   *[other] { $count } people waiting
}

kiosk-progress = Question { $number } of { $count }
kiosk-continue = Continue
kiosk-keyboard = Keyboard
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
    [0] The code holds nothing for this form.
    [one] 1 answer was filled in from the code.
   *[other] { $count } answers were filled in from the code.
}
kiosk-brought-start = The code was read. Choose what you came for.
kiosk-code-foreign = This code is not one for this kiosk. Nothing was chosen.
kiosk-preview-result = What the kiosk would send
kiosk-preview-broken = The form as it last was right. To mend:
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
kiosk-scan = Scan it to take it along
kiosk-closes = This page closes { $seconds } seconds after the last touch.
kiosk-done = Done

kiosk-away-title = The ticket could not be taken yet
kiosk-away-text = Nothing you typed is lost. There is no connection at the moment.
kiosk-away-again = The kiosk tries again by itself every few seconds.
kiosk-closed-title = This service has just closed
kiosk-closed-text = No more tickets are given for it now. Staff can tell you when to come back.
kiosk-refused-title = The ticket could not be taken
kiosk-give-up = Start over
kiosk-to-start = To the start

kiosk-still-title = Are you still there?
kiosk-still-text = { $count ->
    [one] In 1 second this screen starts over, and what you typed is deleted.
   *[other] In { $count } seconds this screen starts over, and what you typed is deleted.
}
kiosk-still-more = I need more time
kiosk-still-end = Start over

kiosk-leave-title = Leave the kiosk?
kiosk-leave-pin = PIN of the staff:
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
kiosk-leave-go = Leave
kiosk-leave-stay = Stay

## kiosk: what the keys do, as short as possible

kiosk-key-back = Back
kiosk-key-continue = Continue
kiosk-key-pick = Choose
kiosk-key-next = Next
kiosk-key-keyboard = Keyboard on the screen
kiosk-key-take = Take my ticket
kiosk-key-done = Done

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
field-expected-time = Like 27 3 1985 at 14:30
field-rating-1 = Very bad
field-rating-2 = Bad
field-rating-3 = All right
field-rating-4 = Good
field-rating-5 = Very good
field-meant = Did you mean { $address }?
field-file-desk = Bring it to the desk: you can go on without it now.
field-file-phone = Or send it by phone: after taking your ticket, scan its code.
field-file-there = It is here already: { $name }
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
   *[input] Enter an answer
}
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
form-time = Enter a real date and a time, like 27 3 1985 at 14:30
form-website = Enter a web address, like www.example.com
form-fileType = The file has to be a photo (JPEG, PNG or WebP) or a PDF
form-fileActive = The PDF contains programs or other files: print it to a new PDF, or send a photo
form-fileSize = The file has to be { $limit } MB or smaller
form-fileEmpty = The file is empty: choose another one
form-fileRead = The file could not be read: choose it again
form-pattern = Enter it the way the question describes
form-oneOnly = Select one option only
form-shape = Send the parts of an answer in subItem, and any other answer in value or values
form-otherClient = Client { $id } has something else in this place: leave it out, or change the client’s own record
form-unknownChoice = Select one of the options that are offered
form-other = Write what you mean by “Other”

## page: what the QR code on a ticket opens on a phone

page-ahead = { $count ->
    [0] You are next
    [one] 1 person before you
   *[other] { $count } people before you
}
page-no-desk = No desk is open now. The wait is told as soon as one opens.
page-called = It is your turn: go to { $desk }
page-called-somewhere = It is your turn
page-missed = You were called and did not come. Ask the staff.
page-over = This visit is over. Thank you.
page-updated = Updated { $time }. This page looks again by itself.
page-updated-at = Updated { $time }.
page-file-send = Send this file
page-file-again = Send another one instead
page-file-sent = Sent: { $name }
page-file-progress = How much has been sent
page-refused = That did not work
page-refused-text = Go back and try again in a moment, or ask the staff.
page-gone = There is no such ticket
page-gone-ask = Scan the code on your ticket again, or ask the staff.

page-held = Your place is kept: a desk will call you.
page-sit = Take a seat. Your number will be called.
page-stale = Not connected. What you see is as old as the time below says. Trying again…
page-alert = Tell me by sound and vibration
page-cancel = Cancel my place
page-cancel-title = Cancel your place?
page-cancel-text = You leave the queue. To come back you need a new ticket, at the end of the queue.
page-cancel-yes = Yes, cancel my place
page-cancel-no = No, keep my place
page-cancelled = This ticket was cancelled.
page-again = Take a new ticket
page-closed = This visit ended a while ago
page-closed-ask = Its page is closed. For a new visit take a new ticket.

## join: taking a ticket with a phone, behind the poster at the door

join-take = Take my ticket
join-choose = Choose one
join-file = A photo (JPEG, PNG or WebP) or a PDF, at most { $limit } MB
join-later = I will send it later from my ticket's page, or bring it to the desk
join-there = It is here already: { $name }
join-unknown = No ticket can be taken here
join-unknown-text = This service gives no tickets by phone. Take one at the entrance, or ask the staff.
join-closed = This service is closed at the moment
join-closed-text = No more tickets are given for it now. Staff can tell you when to come back.
join-busy = Too many tickets are being taken at once
join-busy-text = Wait a minute and try again, or take a ticket at the entrance.
join-refused = The ticket could not be taken
join-refused-text = Go back and try again, or take a ticket at the entrance.
join-poster = Take your ticket with your phone
join-poster-scan = Point your phone's camera at the code. Then wait wherever you like: your phone tells you when it is your turn.

form-fileAgain = Add the file again: it is kept only with a form that is complete
form-fileRoom = There is no room for files now: bring it to the desk
form-fileGone = Add the file again: the one that was sent is no longer here
page-consent-title = Permission for another program
page-consent-asks = { $name } asks to work with your queues, in the role “{ $role }”.
page-consent-goes = If you allow it, you are sent on to { $address }.
page-consent-key = Allow it with the key of an administrator of your account.
page-consent-allow = Allow
page-consent-deny = Do not allow
page-consent-wrong = That is not the key and token of an administrator.
page-consent-unknown = This program is not known here, or wants you sent to an address that it is not registered with.

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
report-told = The wait that was told, and the real one
report-course = Waits over the day, in minutes
report-inside = Inside the range
report-above = Longer than told
report-below = Shorter than told
report-error = On average { $minutes } min off
report-nothing = Nothing happened on these days.
report-head-service = Service
report-head-desk = Desk
report-head-hour = Hour
report-head-day = Day
report-head-time = Time
report-head-visits = Visits
report-head-called = Called
report-head-served = Served
report-head-no-show = No-show
report-head-left = Left
report-head-within = In time
report-head-mean = Mean
report-head-median = Median
report-head-long = 9 of 10
report-head-handling = Visit
report-head-waiting = Waiting
report-head-longest = Longest
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
report-define-left = No-show and Left: did not come when called; cancelled while waiting. The percentages are of the visits that ended.
report-define-told = Told and real: where the real wait ended, of those who were told a range with their ticket and were then called.
report-define-desks = Desks: visits by the desk that called them last. Figures are of desks, not of people.

## statistics: the screen of the counter

stats-title = Statistics
stats-page-overview = Overview
stats-page-hours = Hours
stats-page-week = Week
stats-page-told = Told waits
stats-range-today = Today
stats-range-yesterday = Yesterday
stats-range-week = 7 days
stats-range-month = 30 days
stats-range-year = One year
stats-loading = One moment…
stats-at = As of { $time }
stats-away = Not connected. These are the figures of { $time }, { $age } ago.
stats-never = Not connected. The figures come as soon as the link is back.
stats-refused = The figures could not be had: { $reason }
stats-line = Wait of the last 2 hours, in minutes
stats-line-range = least { $least }, now { $now }, most { $most }
stats-line-none = Nobody was called in the last 2 hours.
stats-range-values = least { $least }, mean { $mean }, most { $most }
stats-hours-unit = Visits, and the mean wait in minutes
stats-hours-wait = wait { $minutes }
stats-save-format = End the name with .html, .txt, .csv or .json.
stats-key-back = Back
stats-key-range = Days
stats-key-page = Page
stats-key-table = Table
stats-key-waits = Waits
stats-key-export = Save as
stats-key-report = Report
stats-key-help = Help
stats-help-pages = the pages: overview, hours, week, told waits
stats-help-range = today, yesterday, 7 days, 30 days, one year; with Shift the other way
stats-help-table = the same figures as a table, and back
stats-help-waits = in the week: visits or mean waits
stats-help-export = saves these figures: the ending of the name says whether as CSV, JSON, text or HTML
stats-help-report = saves a report to print, or to keep as PDF, among the downloads

## The guide

guide-key-scroll = Scroll
