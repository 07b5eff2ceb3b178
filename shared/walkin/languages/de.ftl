# Diese Datei enthält, was Walkin auf Deutsch sagt.
#
# Not yet read by a native speaker.
#
# Ändern: Ändern Sie nur den Text rechts von „=“. Lassen Sie den Namen links stehen und alles in
# geschweiften Klammern, etwa { $count }: Dort setzt Walkin eine Zahl oder einen Namen ein. Ein Text darf in
# der nächsten Zeile weitergehen, wenn sie mit Leerzeichen beginnt. Als UTF-8 speichern, Walkin neu starten.
#
# Neue Sprache: Kopieren Sie diese Datei, benennen Sie die Kopie nach dem Kürzel der Sprache (it.ftl für
# Italienisch), übersetzen Sie die rechten Seiten und schreiben Sie den Namen der Sprache in „language-name“.
#
# Stil: einfache Wörter, kurze Sätze, sagen, was als Nächstes zu tun ist.
#
# Begriffe: ticket = Ticket, service = Anliegen, queue = Warteschlange, desk = Schalter, kiosk = Terminal,
# display = Anzeige, call = Aufruf, recall = erneuter Aufruf, no-show = Abwesende, hold = Parken,
# transfer = Weiterleiten, put back = Einreihen, wait = Wartezeit, quoted wait = Prognose, client = Person.

language-name = Deutsch

## app: was alle Bildschirme gemeinsam haben

app-name = Walkin
app-back = Zurück
app-close = Schließen
app-retry = Noch einmal
app-quit = Beenden
app-language = Sprache
app-loading = Einen Moment…
app-too-small = Dieses Fenster ist zu klein. Walkin braucht { $columns } × { $rows }, es hat { $wide } × { $high }.
app-too-small-hint = Vergrößern Sie das Fenster oder verkleinern Sie die Schrift.
app-mistake = Das ging wegen eines Programmfehlers nicht. Einzelheiten: { $file }
app-mistake-no-file = Das ging wegen eines Programmfehlers nicht.
app-crashed = Walkin wurde durch einen Fehler beendet. Einzelheiten: { $file }
app-crashed-no-file = Walkin wurde durch einen Fehler beendet. Die Einzelheiten konnten nicht gespeichert werden.

## duration: wie lange etwas gedauert hat

duration-short = < 1 min
duration-minutes = { $minutes } min
duration-hours = { $hours } h { $minutes } min

## answer: die Angaben eines Formulars in Worten

answer-yes = ja
answer-no = nein
answer-other = Sonstiges: { $text }
answer-rating = { $place } von { $count } ({ $name })
answer-rating-scale = { $name } ({ $first } bis { $last })
answer-file-deferred = Folgt später
answer-consent = Zugestimmt

## wait: die voraussichtliche Wartezeit, in Minuten

wait-range = etwa { $low }–{ $high } Minuten
wait-up-to = bis zu { $minutes } Minuten
wait-over = { $minutes ->
    [60] über eine Stunde
   *[other] über { $minutes } Minuten
}
wait-not-known = Wartezeit noch nicht bekannt
wait-no-desk = zurzeit kein Schalter offen
wait-server-away = keine Verbindung: Die Wartezeit ist nicht bekannt, aber Sie haben Ihren Platz

## app: die Namen der Tasten, so kurz wie auf der Tastatur

app-keyname-enter = Enter
app-keyname-escape = Esc
app-keyname-space = Leer
app-keyname-tab = Tab
app-keyname-backspace = Rücktaste
app-keyname-delete = Entf
app-keyname-insert = Einfg
app-keyname-home = Pos1
app-keyname-end = Ende
app-keyname-pageup = Bild↑
app-keyname-pagedown = Bild↓
app-keyname-ctrl = Strg
app-keyname-shift = Umschalt
app-keyname-alt = Alt

## app: die Farbschemas, die zu Walkin gehören

app-theme-office = Büro (hell)
app-theme-night = Nacht (dunkel)
app-theme-contrast = Hoher Kontrast
app-theme-paper = Papier (warm, hell)
app-theme-garden = Garten (grün, dunkel)

## app: was an der Datei eines Farbschemas falsch sein kann

app-theme-problem-unreadable = Die Farbschema-Datei { $file } ist nicht lesbar.
app-theme-problem-format = Die Farbschema-Datei { $file } ist falsch aufgebaut: { $reason }.
app-theme-problem-missing = In der Farbschema-Datei { $file } fehlt die Farbe „{ $key }“.
app-theme-problem-colour = In der Farbschema-Datei { $file } ist „{ $value }“ keine Farbe ({ $key }).
app-theme-problem-unknown = Die Farbschema-Datei { $file } hat einen unbekannten Eintrag „{ $key }“. Der Rest wird verwendet.
app-theme-problem-contrast = Das Farbschema { $file } ist schlecht lesbar: { $text } auf { $ground } hat einen Kontrast von { $ratio }, nötig sind mindestens { $least }.
app-theme-problem-name = Es gibt kein Farbschema „{ $name }“. Walkin verwendet „{ $used }“.
app-new-office = In { $place } wurde eine neue Stelle eingerichtet: Es gab dort noch keine.

## counter: Schalter und Anliegen wählen

counter-setup-title = Schalter einrichten
counter-setup-desk = Name des Schalters, z. B. Schalter 3
counter-setup-person = Ihr Name (freiwillig)
counter-setup-queues = Anliegen, die Sie aufrufen
counter-setup-search = Anliegen suchen…
counter-setup-all = Alle Anliegen
counter-setup-start = Beginnen
counter-setup-no-desk = Geben Sie zuerst den Namen dieses Schalters ein.
counter-setup-desk-long = Ein Name darf höchstens 40 Zeichen lang sein.
counter-setup-no-queue = Kreuzen Sie mindestens ein Anliegen an.
counter-setup-none = Hier gibt es noch keine Anliegen. So legen Sie eines an: walkin queue add
counter-bar-setup = Die Leiste muss den Schalter kennen: walkin counter --bar --desk NAME
counter-new-service = Neues Anliegen: { $names }
counter-no-such-queue = Es gibt kein Anliegen mit dem Namen { $name }.

## counter: die oberste Zeile

counter-opening = Einen Moment…
counter-link-up = Verbunden
counter-needs-key = Auf dem Server: walkin key add --role { $role } --name "dieser Bildschirm"
    Tragen Sie danach api_key und api_token unter [office] in walkin.toml auf diesem Gerät ein.
counter-link-never = Nicht verbunden. Neuer Versuch…
counter-link-down = Nicht verbunden – Stand { $time } (vor { $age })

## counter: die Person an diesem Schalter

counter-nobody = Niemand an Ihrem Schalter
counter-nobody-next = F5 ruft auf: { $number } · { $service }
counter-nobody-waiting = Niemand wartet. Wer ein Ticket zieht, erscheint hier von selbst.
counter-here = hier: { $span }
counter-here-of = hier: { $span } von { $minutes }
counter-here-long = Lange hier: { $span } von { $minutes }
counter-waited = { $span } gewartet
counter-calls = { $count ->
    [one] einmal aufgerufen
   *[other] { $count }-mal aufgerufen
}
counter-also-here = Auch an diesem Schalter: { $numbers }
counter-speaks = auf { $language }
counter-priority = Priorität { $level }
counter-known-client = vielleicht schon bekannt
counter-no-name = Kein Name angegeben
counter-came = seit { $time }
counter-list = Als Nächste
counter-services = { $count } Anliegen
counter-waiting = { $count ->
    [one] { $count } wartet
   *[other] { $count } warten
}
counter-longest = längste { $span }

## counter: die Tabelle

counter-state-at = an { $desk }
counter-state-held = geparkt
counter-state-for = für { $desk }
counter-alert-exit-pin = { $count ->
    [one] Falsche PIN eingegeben: { $kiosk }, { $time }. { $key }: gesehen.
   *[other] { $count } falsche PINs eingegeben: { $kiosk }, zuletzt { $time }. { $key }: gesehen.
}
counter-alert-help = Jemand bittet um Hilfe: { $where }. { $key }: Ich komme.
counter-alert-printer = Ticketdrucker, { $kiosk }, { $time }: { $trouble }. { $key }: Ich komme.
counter-alert-page-start = erste Seite
counter-alert-page-question = Fragen
counter-alert-page-check = Prüfseite
counter-alert-page-ticket = Ticket
counter-alert-page-problem = noch kein Ticket
counter-did-coming = Ihre Antwort ist am Terminal: { $kiosk }.
counter-no-alert = Kein Terminal meldet etwas.
counter-alert-kiosk = Terminal

## counter: was getan werden kann, auf Schaltflächen und in der Tastenleiste

counter-key-next = Aufrufen
counter-key-recall = Nochmals
counter-key-no-show = Abwesend
counter-key-finish = Fertig
counter-key-put-back = Einreihen
counter-key-call = Vorziehen
counter-key-row = Auswahl bearbeiten
counter-key-resume = Nicht mehr parken
counter-key-details = Details
counter-key-help = Hilfe
counter-key-language = Sprache
counter-key-open = Öffnen
counter-key-save = Speichern
counter-key-edit = Ändern
counter-key-quit = Ende
counter-key-transfer = Weiterleiten
counter-key-park = Parken
counter-key-more = Mehr
counter-key-coming = Komme
counter-key-outcome = Mit Ergebnis
counter-key-next-service = Neues Anliegen
counter-key-place = Platz ändern
counter-key-priority = Priorität
counter-key-note = Notiz
counter-key-identify = Bekannt?
counter-key-print = Ticket drucken
counter-key-undo = Rückgängig
counter-key-undo-list = Letzte Aktionen
counter-key-pause = Pause
counter-key-close-desk = Schalterschluss
counter-key-returned = Ist zurück
counter-key-register = Neues Ticket
counter-key-queues = Anliegen
counter-key-search = Suche
counter-key-filter = Ein Anliegen
counter-key-statistics = Statistik
counter-key-palette = Alle Aktionen
counter-key-colours = Farben

## counter: was geschehen ist

counter-did-next = { $number } aufgerufen: { $desk }.
counter-did-recall = { $number } erneut aufgerufen.
counter-did-no-show = { $number } ist nicht erschienen.
counter-did-finish = { $number } ist fertig.
counter-did-put-back = { $number } wartet wieder.
counter-did-transfer = { $number } wartet jetzt: { $to }.
counter-did-park = { $number } ist geparkt.
counter-did-came-back = { $number } ist zurück und wartet wieder.
counter-did-priority = { $number } hat eine neue Priorität.
counter-did-note = Die Notiz zu { $number } ist gespeichert.
counter-did-print = { $printed ->
    [yes] Das Ticket von { $number } ist gedruckt.
    [unknown] Das Ticket von { $number } ist vielleicht gedruckt: Der Drucker sagt es nicht.
   *[no] Das Ticket von { $number } ist nicht gedruckt: { $trouble }.
}
counter-did-identify = { $number } ist mit der bekannten Person verknüpft.
counter-did-decline = { $number } ist jemand anderes. Die bekannte Person bleibt unverändert.
counter-did-next-service = { $number } geht mit demselben Ticket weiter: { $to }.
counter-did-register = { $number } wartet jetzt: { $service }.
counter-did-undo = Rückgängig: { $action }.
counter-action = { $kind ->
    [called] Aufruf von
    [recalled] erneuter Aufruf von
    [finished] Abschluss von
    [noShow] Abwesenheit von
    [parked] Parken von
    [putBack] Einreihen von
    [reserved] Weiterleiten von
    [moved] Weiterleiten von
    [followed] neues Anliegen von
    [deleted] Stornieren von
    [prioritised] Priorität von
    [placed] Platz von
   *[updated] Änderung von
} { $clients }
counter-action-next = Aufruf von { $client }, Abschluss von { $ended }
counter-action-changed = seither geändert
counter-no-actions = In den letzten 10 Minuten hat dieser Schalter nichts getan, was sich rückgängig machen lässt.
counter-ask-undo-title = Welche Aktion rückgängig machen?
counter-did-desk-open = Dieser Schalter ist geöffnet.
counter-did-desk-paused = Dieser Schalter macht Pause. Wartezeiten werden ohne ihn geschätzt.
counter-did-desk-closed = Dieser Schalter ist geschlossen.
counter-did-queue-open = { $name } nimmt wieder neue Tickets an.
counter-did-queue-closed = { $name } nimmt keine neuen Tickets mehr an.
counter-queue-empty = Niemand wartet.
counter-somebody-faster = Ein anderer Schalter war schneller: Niemand wartet mehr.
counter-row-taken = { $number } wurde gerade aufgerufen: { $desk }.
counter-row-gone = { $number } wartet nicht mehr.
counter-not-yours = { $number } ist nicht mehr an diesem Schalter.
counter-just-moved = { $number } steht seit eben nicht mehr in der Liste. Wählen Sie neu.
counter-letters = Buchstaben wirken nach { $key }. / sucht, ? zeigt alle Tasten.
counter-scan-unknown = Dieses Ticket steht nicht in der Liste. Vielleicht gilt es für ein anderes Anliegen oder ist schon erledigt.
counter-scan-selected = { $number } ist ausgewählt. Enter zeigt, was möglich ist.
counter-scan-here = { $number } ist an Ihrem Schalter.
counter-not-waiting = { $number } wartet nicht: Nur wer wartet, kann aufgerufen werden.
counter-finish-first = { $number } ist noch an Ihrem Schalter. Erst Fertig oder Einreihen, oder F5 drücken.
counter-no-target = Es gibt kein anderes offenes Anliegen und keinen anderen Schalter.
counter-no-known-client = { $number }: Keine bekannte Person hat dieselbe E-Mail-Adresse oder Telefonnummer.
counter-no-missed = Heute sind alle erschienen.
counter-away = Nicht verbunden: Das war nicht möglich. Versuchen Sie es wieder, sobald die Verbindung da ist.
counter-kiosk-online = Der Server ist wieder da: Starten Sie diesen Schalter wieder mit der Adresse des Servers.
counter-half-done = { $number } ist fertig, aber niemand wurde aufgerufen: Die Verbindung brach ab. Drücken Sie F5, sobald sie wieder da ist.
counter-not-supported = Das kann dieser Server nicht.
counter-key-refused = { $reason } Dieses Gerät braucht einen Schlüssel der Rolle counter: walkin key add --role counter
counter-refused = Das war nicht möglich: { $reason }
counter-broken = Das ging nicht. Der Grund steht im Protokoll. Sie können es noch einmal versuchen.

## counter: alles über eine Person

counter-details-number = Nummer
counter-details-service = Anliegen
counter-details-state = Status
counter-details-name = Name
counter-details-phone = Telefon
counter-details-email = E-Mail
counter-details-possible = Vielleicht bekannt als
counter-details-language = Sprache
counter-details-priority = Priorität
counter-details-note = Notiz
counter-details-rank = Platz in der Schlange
counter-details-registered = Angekommen
counter-details-called = Aufgerufen
counter-details-started = Beginn
counter-details-finished = Ende
counter-details-desk = Schalter
counter-details-calls = Zahl der Aufrufe
counter-details-told = Prognose
counter-details-waited = Wartezeit
counter-details-outcome = Ergebnis
counter-details-form = Angaben
counter-details-visits = Weitere Besuche heute
counter-details-no-form = Dieser Person wurden keine Fragen gestellt.
counter-details-no-answer = keine Angabe
counter-details-version = Version { $version }

## counter: Dateien von Personen

counter-file = { $name } · { $size } · O öffnen · S speichern
counter-file-unchecked = { $name } · { $size } · NICHT auf Skripte GEPRÜFT · O öffnen · S speichern
counter-file-unfetched = { $name } · zurzeit nicht verfügbar
counter-file-unnamed = Datei ohne Namen
counter-file-deferred = wird mitgebracht oder per Telefon gesendet
counter-file-saved = Gespeichert als { $path }
counter-file-opened = Gespeichert als { $path } und geöffnet
counter-file-no-desktop = Gespeichert als { $path }. Kein Programm hier kann das anzeigen.
counter-file-unsaved = Die Datei konnte nicht gespeichert werden: { $reason }
counter-save-title = Datei speichern
counter-save-text = Wohin? Ein Ordner genügt. Nichts wird überschrieben.
counter-save-yes = Enter Speichern
counter-save-no = Esc Abbrechen

## counter: die Angaben einer Person ändern

counter-edit-title = { $number } { $name } · Ändern
counter-edit-firstName = Vorname
counter-edit-lastName = Nachname
counter-edit-phoneNumber = Telefon
counter-edit-emailAddress = E-Mail
counter-edit-note = Notiz
counter-edit-priority = Priorität (leer: normal, 9: zuerst)
counter-edit-part = Teil { $number } von { $count }
counter-edit-save = Speichern
counter-edit-before = Voriger Teil
counter-edit-next = Nächster Teil
counter-edit-saved = { $number } ist gespeichert.
counter-edit-dropped = { $number } ist gespeichert. Weggelassen, weil diese Fragen nicht mehr zutreffen: { $titles }
counter-edit-changed = Jemand anderes hat diese Angaben eben geändert. Ihre Eingaben sind noch da: Prüfen Sie sie und speichern Sie erneut.
counter-edit-problems = { $count ->
    [one] Noch nicht gespeichert: 1 Angabe ist zu berichtigen.
   *[other] Noch nicht gespeichert: { $count } Angaben sind zu berichtigen.
}
counter-file-path = Pfad einer Datei auf diesem Gerät
counter-file-remove = Entfernen
counter-drop-title = Ohne Speichern verlassen?
counter-drop-text = Ihre Eingaben sind noch nicht gespeichert.
counter-drop-leave = Enter Verlassen
counter-drop-stay = Esc Bleiben

## counter: was Aktionen fragen, und Personen finden

counter-unknown = Die Verbindung brach ab. Ob das noch getan wurde, sehen Sie, sobald sie wieder da ist.
counter-desk-paused = Schalter in Pause
counter-desk-paused-hint = F5 beendet die Pause.
counter-desk-closed = Schalter geschlossen
counter-desk-closed-hint = F5 öffnet ihn wieder und ruft auf.
counter-search = Nummer, Name, Telefon… · Enter: zur Liste · Esc: alle
counter-sieve = { $shown } von { $count } gezeigt
counter-suggest-no-show = { $number } wurde mehrmals aufgerufen. Abwesend? F7
counter-keys-problem = Es gelten die Standardtasten. { $problem }
counter-more-title = Weitere Aktionen
counter-more-screen = Ansicht
counter-ask-yes = Enter Fertig
counter-ask-no = Esc Abbrechen
counter-ask-outcome-title = { $number } abschließen
counter-ask-outcome = Ergebnis
counter-ask-outcome-other = Anderes Ergebnis, mit Notiz…
counter-ask-note-title = Notiz zu { $number }
counter-ask-identify-title = { $number }: Kennen Sie diese Person?
counter-ask-same-client = Dieselbe Person: { $client }
counter-ask-other-client = Jemand anderes
counter-ask-priority-title = Priorität von { $number }
counter-ask-priority = { $level ->
    [0] normal
    [9] vor allen anderen
   *[other] Priorität { $level }
}
counter-ask-transfer-title = Wohin geht { $number }?
counter-ask-waiting = { $count ->
    [one] 1 wartet
   *[other] { $count } warten
}
counter-ask-desk = Nur { $desk } ruft auf
counter-ask-service-title = Neues Anliegen von { $number }
counter-ask-returned-title = Wer ist zurück?
counter-ask-queues-title = Welches Anliegen öffnen oder schließen?
counter-ask-queue-open = offen: schließen
counter-ask-queue-closed = geschlossen: öffnen
counter-ask-register-title = Neues Ticket: welches Anliegen?
counter-ask-place-title = Wo wartet { $number }?
counter-ask-nth = Platz { $place }
counter-ask-place-first = ganz vorn
counter-ask-place-last = am Ende
counter-ask-place-original = nach Ankunftszeit
counter-register-title = Neues Ticket · { $service }
counter-register-again = Für diese Eingabe gibt es schon ein Ticket, siehe Liste. Speichern gibt ein weiteres aus.
counter-register-dropped = { $number } ist angemeldet: { $service }. Weggelassen, weil diese Fragen nicht mehr zutreffen: { $titles }

## counter: der Status einer Person

counter-status-registered = wartet
counter-status-inProgress = am Schalter
counter-status-finished = fertig
counter-status-noShow = nicht erschienen
counter-status-deleted = storniert
counter-offline = Ticket ohne Server gezogen
counter-offline-ticket = hat { $ticket } in der Hand
counter-offline-unchecked = Antworten passen nicht zum Formular

## counter: beenden, und die Hilfeseite

counter-quit-title = { $number } ist noch an Ihrem Schalter.
counter-quit-text = Die Person bleibt an Ihrem Schalter und ist noch da, wenn Sie zurückkommen.
counter-quit-leave = Enter Beenden
counter-quit-stay = Esc Bleiben
counter-help-title = Tasten des Schalters
counter-help-next = schließt die Person am Schalter ab und ruft die nächste auf
counter-help-recall = ruft die Person erneut auf; die Anzeige klingelt noch einmal
counter-help-no-show = die Person ist nicht erschienen
counter-help-finish = die Person ist bedient
counter-help-put-back = die Person geht zurück in die Warteschlange
counter-help-call = ruft die ausgewählte Person außer der Reihe auf
counter-help-details = zeigt alles über die Person
counter-help-move = Auswahl bewegen
counter-help-edit = ändert Person, Angaben oder Notiz
counter-help-scan = Scannen Sie den Code eines Tickets oder tippen Sie seine Nummer und Enter: Die Liste wählt die Person aus.
counter-help-row = zeigt, was mit der ausgewählten Person möglich ist: aufrufen, weiterleiten, parken…
counter-help-language = andere Sprache
counter-help-quit = Schalter verlassen; nichts geht verloren
counter-help-letters = Ein Buchstabe wirkt nach { $leader } auf die Person am Schalter, und im Menü der ausgewählten Zeile auf deren Person. Allein bewirkt er nichts.
counter-help-order = Die Liste folgt der Reihenfolge der Aufrufe: zuerst Priorität (mit !), dann wer am längsten wartet.
counter-help-signs = Zeichen der Liste: █ wartet länger als zugesagt · ▄ bald · ║ geparkt oder für einen Schalter reserviert · → an einem Schalter.
counter-help-transfer = zu anderem Anliegen oder Schalter: ans Ende, nach vorn oder nach Ankunft
counter-help-park = geparkt, wird nicht aufgerufen; nochmals: wartet wie zuvor
counter-help-more = nennt die Buchstaben aller anderen Aktionen und wartet auf einen
counter-help-coming = meldet dem Terminal, an dem jemand Hilfe braucht, dass Sie kommen
counter-help-outcome = schließt mit Ergebnis und Notiz ab
counter-help-next-service = schließt ab; weiter zu anderem Anliegen, gleiches Ticket
counter-help-place = wartet an einem gewählten Platz
counter-help-priority = 0 ist normal, 9 kommt zuerst
counter-help-note = eine Notiz für das Personal
counter-help-print = druckt das Ticket auf dem Drucker dieses Schalters, als Kopie, wenn es schon gedruckt war
counter-help-identify = sagt, ob es die bekannte Person mit derselben Adresse oder Nummer ist
counter-help-undo = macht die letzte Aktion des Schalters rückgängig, bis zu 20 in 10 Minuten
counter-help-undo-list = letzte Aktionen dieses Schalters; rückgängig, was seither niemand geändert hat
counter-help-pause = beginnt oder beendet eine Pause dieses Schalters
counter-help-close-desk = schließt diesen Schalter für heute oder öffnet ihn wieder
counter-help-returned = Abwesende, die zurückkommen: 30 Minuten lang zweiter Platz
counter-help-register = gibt jemandem am Schalter ein Ticket
counter-help-queues = öffnet ein Anliegen für neue Tickets oder schließt es
counter-help-search = findet Personen in der Liste; F5 ruft weiter der Reihe nach auf
counter-help-filter = zeigt nur ein Anliegen, dann das nächste
counter-help-statistics = Zahlen von heute und früheren Tagen, und Berichte
counter-help-palette = findet eine Aktion nach ihrem Namen
counter-help-colours = andere Farben
counter-help-help = diese Seite
counter-help-part-list = Sie sind in der Liste. Pfeile wählen eine Person, Enter zeigt, was mit ihr möglich ist.
counter-help-part-search = Sie sind in der Suche. Tippen Sie; Enter geht zur Liste, Esc zeigt alle.
counter-help-part-button = Sie sind auf einer Schaltfläche. Enter drückt sie, Tab geht weiter.
counter-help-part-choice = Wählen Sie mit Pfeilen und Enter oder mit der Ziffer. Esc geht zurück und ändert nichts.
counter-help-part-words = Schreiben Sie; Enter bestätigt, Esc geht zurück. Der Text bleibt, auch ohne Verbindung.
counter-help-part-edit = Tab und Enter gehen weiter, Strg+S speichert, Esc geht zurück. Der Text bleibt, auch ohne Verbindung.
counter-help-part-more = Drücken Sie einen Buchstaben, oder wählen Sie mit Pfeilen und Enter. Blasses ist jetzt nicht möglich. Esc geht zurück.
counter-line-help = Ein Buchstabe allein meint die Person am Platz, mit einer Nummer dahinter diese (t A012). Eine Nummer allein zeigt, was möglich ist.

## display: der Warteraum

display-serving = Aufgerufen
display-desk = Schalter
display-number = Nummer
display-waiting = Es warten: { $count }
display-waiting-service = { $service }: { $count }
display-minutes = { $range } min
display-join-code = Code für Handys
display-nobody = Hier erscheint Ihre Nummer.
display-link-down = Wird verbunden… Stand { $time }
display-link-never = Wird verbunden…
display-mistake = Die Anzeige wurde nach einem Programmfehler neu gestartet.
display-no-desk = Die Aufteilung „desk“ braucht die Einstellung „desk“: den Namen des Schalters, über dem die Anzeige hängt.
display-too-small = Die Nummern sind { $have } mm hoch; aus { $seat } m Abstand sollten es { $least } mm sein. Wählen Sie eine größere Schrift im Terminalfenster oder einen größeren Bildschirm.
display-no-sound = Kein Ton: Aufrufe werden nur angezeigt. Der Grund steht im Protokoll.
display-no-speech = Kein Programm hier kann sprechen. Installieren Sie das Extra „speech“ oder espeak-ng, oder setzen Sie speech_command.
display-no-voice = Für die Sprache { $language } gibt es keine Stimme.

## display: ein Aufruf in Worten, angezeigt und gesprochen

call-say = Nummer { $number }, bitte { $desk }
call-say-somewhere = Nummer { $number }, bitte zum Schalter

## desk-name: die Wörter für einen Schalter in Namen wie „Schalter 2“, die andere Sprachen übersetzen

desk-name-desk = Schalter
desk-name-counter = Schalter
desk-name-window = Schalter
desk-name-room = Zimmer
desk-name-office = Büro

## launcher: der Bildschirm, den „walkin“ öffnet

launcher-tagline = Ihre Warteschlange, vom Ticket bis zum Aufruf
launcher-kiosk = Terminal
launcher-kiosk-about = Hier wählt man ein Anliegen und zieht ein Ticket.
launcher-counter = Schalter
launcher-counter-about = Das Personal sieht, wer wartet, ruft auf und bedient.
launcher-display = Anzeige
launcher-display-about = Der Warteraum sieht, wer aufgerufen ist und wohin.
launcher-data = Daten
launcher-server = Server
launcher-demo = Demo
launcher-demo-about = Erfundene Personen kommen und gehen; danach ist alles weg.
launcher-serve = Dienst
launcher-serve-about = „walkin serve“ öffnet diese Schlangen anderen Programmen.
launcher-look = Aussehen
launcher-key-open = Öffnen
launcher-key-move = Wählen
launcher-key-theme = Farben
launcher-key-language = Sprache

### Antworten der API

error-badRequest = Die Anfrage kann nicht gelesen werden.
error-unauthorized = Dafür ist ein gültiger Schlüssel nötig.
error-forbidden = Dieser Schlüssel darf das nicht.
error-notFound = Unter dieser Adresse gibt es nichts.
error-queueNotFound = Diese Warteschlange gibt es nicht.
error-registrationNotFound = Diese Anmeldung gibt es in dieser Warteschlange nicht.
error-clientNotFound = Diese Person gibt es nicht.
error-watchNotFound = Dieses Abonnement gibt es nicht.
error-requestNotFound = Diese Zustellung gibt es nicht.
error-errorNotFound = Dieser Fehlschlag steht nicht in der Liste.
error-keyNotFound = Diesen Schlüssel gibt es nicht.
error-secretsLost = Die Geheimnisse dieser Stelle können nicht gelesen werden: Ihr Schlüssel fehlt oder ist ein anderer. Legen Sie die Schlüsseldatei zurück; ist sie verloren, löschen Sie die Abonnements und Schlüssel, die sie brauchen, und legen Sie sie neu an.
error-queueEmpty = Niemand wartet.
error-methodNotAllowed = Diese Adresse erlaubt diese Methode nicht.
error-notAcceptable = Die Antwort kann nicht in dieser Form gegeben werden.
error-conflict = Jemand anderes hat es zuerst geändert. Laden Sie es neu.
error-transition = Eine Anmeldung im Status { $before } kann nicht zu { $after } werden.
error-reserved = Diese Nummer ist reserviert: { $desk }. Reihen Sie sie zuerst wieder in die Warteschlange ein.
error-nothingToUndo = In den letzten 10 Minuten hat dieser Schalter nichts getan, was sich rückgängig machen lässt.
error-undoChanged = { $ticket } wurde seither geändert: Das lässt sich nicht mehr rückgängig machen.
error-queueClosed = Für dieses Anliegen ist zurzeit geschlossen.
error-prefixTaken = Eine andere Warteschlange verwendet schon den Ticketbuchstaben { $prefix }.
error-queueInUse = In dieser Warteschlange wird noch gewartet oder bedient. Schließen Sie diese Besuche ab, verschieben oder löschen Sie sie zuerst.
error-clientHeld = Die Daten dieser Person sind gesperrt: Sie werden nicht gezeigt, geändert oder gelöscht, bis die Administration sie freigibt.
error-deliveryErased = Die Daten dieser Person wurden aus der Zustellung gelöscht: Es gibt nichts mehr zu senden.
error-keyInUse = Das Abonnement { $watch } signiert mit diesem Schlüssel. Entfernen Sie ihn zuerst dort.
error-preconditionFailed = Es wurde inzwischen geändert. Laden Sie es neu.
error-tooLarge = Die Anfrage ist größer als { $limit } Byte.
error-unsupportedMediaType = Der Inhalt muss JSON in UTF-8 sein (application/json), nicht komprimiert.
error-expectationFailed = Der Header Expect verlangt etwas, das hier nicht bekannt ist.
error-invalid = Einige Angaben sind zu berichtigen.
error-idempotencyMismatch = Dieser Idempotency-Key wurde mit einem anderen Inhalt verwendet.
error-tooManyRequests = Zu viele Anfragen. Versuchen Sie es in { $retry ->
    [one] einer Sekunde
   *[other] { $retry } Sekunden
} wieder.
error-tooManyTickets = Von diesem Telefon oder dieser Adresse sind zu viele Tickets offen.
error-internalError = Bei uns ist ein Fehler aufgetreten. Es wurde nichts geändert.
error-busy = Zurzeit ist zu viel los. Versuchen Sie es gleich noch einmal.
error-databaseAway = Die Datenbank ist zurzeit nicht erreichbar. Versuchen Sie es in ein paar Sekunden noch einmal.
error-storageFull = Das konnte nicht gespeichert werden. Vielleicht ist der Datenträger voll.
error-readOnly = Die Datenbank nimmt zurzeit keine Änderungen an: Sie ist schreibgeschützt. Versuchen Sie es in ein paar Sekunden noch einmal.
error-notConfirmed = Es ist nicht bekannt, ob das gespeichert wurde: Die Datenbank hat es nicht bestätigt. Prüfen Sie, ob es da ist, bevor Sie es noch einmal versuchen.
error-dataGone = Die Datendatei wurde im laufenden Betrieb verschoben, gelöscht oder ersetzt. Nichts wird gespeichert, bis sie wieder da ist oder die Programme neu gestartet sind.
error-damaged = Die Datendatei ist beschädigt. Es wird nichts mehr gespeichert: Beenden Sie die Programme und stellen Sie die letzte Kopie wieder her.
error-upgraded = Die Daten wurden von einem neueren Walkin umgestellt. Installieren Sie es und starten Sie dieses Programm neu.
error-unreachable = Der Server ist nicht erreichbar.

watch-unresolved = Die Adresse in { $member } ist zurzeit nicht auflösbar. Zustellungen werden weiter versucht; nach fünf Tagen ohne Erfolg wird das Abonnement abgeschaltet.
watch-gone = Die Adresse meldet, dass es sie nicht mehr gibt (410).
watch-failing = Seit fünf Tagen ist keine Zustellung gelungen.

## kiosk: was Besucherinnen und Besucher lesen

kiosk-welcome = Willkommen. Was können wir für Sie tun?
kiosk-open = Offen
kiosk-closed = Geschlossen
kiosk-service-closed = Geschlossen
kiosk-all-closed = Zurzeit ist alles geschlossen.
kiosk-away = { $minutes ->
    [0] Keine Verbindung. Sobald sie wieder da ist, können Sie ein Ticket ziehen. Bis dahin hilft Ihnen das Personal.
    [one] Seit 1 Minute keine Verbindung. Sobald sie wieder da ist, können Sie ein Ticket ziehen. Bis dahin hilft Ihnen das Personal.
   *[other] Seit { $minutes } Minuten keine Verbindung. Sobald sie wieder da ist, können Sie ein Ticket ziehen. Bis dahin hilft Ihnen das Personal.
}
kiosk-offline = Zurzeit keine Verbindung. Sie können trotzdem ein Ticket ziehen.
kiosk-offline-used-up = Keine Tickets, bis die Verbindung wieder da ist
kiosk-more-services = Weitere Anliegen ▼
kiosk-first-services = ▲ Erste Anliegen
kiosk-start-over = Neu beginnen
kiosk-read-aloud = Vorlesen
kiosk-read-end = Vorlesen aus
kiosk-help = Hilfe rufen
kiosk-appearance = Aa
kiosk-help-calling = Hilfe wird gerufen…
kiosk-help-called = Hilfe ist gerufen. Bitte warten Sie hier.
kiosk-help-coming = Es kommt jemand zu Ihnen.
kiosk-help-away = Keine Verbindung: Das Personal weiß nichts davon. Bitte gehen Sie zu einem Schalter.
kiosk-help-lost = Die Verbindung brach ab. Wenn niemand kommt, gehen Sie bitte zu einem Schalter.
kiosk-waiting = { $count ->
    [0] Niemand wartet
    [one] { $count } wartet
   *[other] { $count } warten
}

kiosk-progress = { $about ->
    [yes] Frage { $number } von etwa { $count }
   *[no] Frage { $number } von { $count }
}
kiosk-part = { $about ->
    [yes] Teil { $number } von etwa { $count }
   *[no] Teil { $number } von { $count }
}
kiosk-continue = Weiter
kiosk-keyboard = Tastatur
kiosk-keyboard-hide = Tastatur aus
kiosk-board-shift = Umschalt
kiosk-board-delete = Löschen
kiosk-board-clear = Leeren
kiosk-board-space = Leertaste
kiosk-board-line = Neue Zeile
kiosk-board-next = Weiter
kiosk-problem-title = Da stimmt etwas nicht

kiosk-check-title = Bitte prüfen Sie Ihre Angaben
kiosk-answers = Angaben { $first }–{ $last }
kiosk-answers-of = Angaben { $first }–{ $last } von { $count }
kiosk-change = Ändern
kiosk-not-provided = Keine Angabe
kiosk-show = Zeigen
kiosk-hide = Verbergen
kiosk-show-all = Alle zeigen
kiosk-brought = { $count ->
    [0] Der Code enthält nichts für dieses Formular.
    [one] 1 Angabe wurde aus dem Code übernommen.
   *[other] { $count } Angaben wurden aus dem Code übernommen.
}
kiosk-brought-start = Der Code ist gelesen. Wählen Sie Ihr Anliegen.
kiosk-code-foreign = Dieser Code ist nicht für dieses Terminal. Es wurde nichts gewählt.
kiosk-code-typed = Das hat ein Scanner eingetragen. Prüfen Sie es, bevor Sie weitergehen.
kiosk-preview-result = Was das Terminal senden würde
kiosk-preview-broken = Die letzte fehlerfreie Fassung des Formulars. Zu berichtigen:
kiosk-take = Ticket ziehen

kiosk-your-number = Ihre Nummer
kiosk-ahead = { $count ->
    [0] Niemand vor Ihnen
    [one] 1 Person vor Ihnen
   *[other] { $count } Personen vor Ihnen
}
kiosk-expected = Wartezeit: { $wait }
kiosk-issued = Gezogen um { $time } Uhr
kiosk-sit = Nehmen Sie Platz. Ihre Nummer wird aufgerufen.
kiosk-scan = Auf dem Handy öffnen
kiosk-closes = Diese Seite schließt { $seconds } Sekunden nach der letzten Berührung.
kiosk-keep = Länger anzeigen
kiosk-kept = Diese Seite bleibt { $minutes } Minuten stehen, oder bis Sie Fertig drücken.
kiosk-done = Fertig

kiosk-away-title = Das Ticket konnte noch nicht gezogen werden
kiosk-away-text = Ihre Angaben sind nicht verloren. Zurzeit besteht keine Verbindung.
kiosk-away-again = Das Terminal versucht es weiter.
kiosk-closed-title = Dieses Anliegen wurde gerade geschlossen
kiosk-closed-text = Zurzeit gibt es dafür keine Tickets mehr. Das Personal sagt Ihnen, wann Sie wiederkommen können.
kiosk-refused-title = Das Ticket konnte nicht gezogen werden
kiosk-to-start = Zum Anfang

kiosk-still-title = Sind Sie noch da?
kiosk-still-text = { $count ->
    [one] In 1 Sekunde beginnt das Terminal neu und Ihre Angaben werden gelöscht.
   *[other] In { $count } Sekunden beginnt das Terminal neu und Ihre Angaben werden gelöscht.
}
kiosk-still-more = Ich brauche mehr Zeit

kiosk-over-title = Neu beginnen?
kiosk-over-text = Ihre Angaben werden gelöscht.
kiosk-over-stay = Fortfahren
kiosk-leave-title = Terminal beenden?
kiosk-leave-pin = Personal-PIN:
kiosk-leave-wrong = Diese PIN ist falsch.
kiosk-leave-wait = { $count ->
    [one] Diese PIN ist falsch. Neuer Versuch in 1 Sekunde.
   *[other] Diese PIN ist falsch. Neuer Versuch in { $count } Sekunden.
}
kiosk-leave-wait-minutes = Diese PIN ist falsch. Neuer Versuch in { $count } Minuten.
kiosk-leave-tries = { $count ->
    [one] 1 Fehlversuch: { $time }.
   *[other] { $count } Fehlversuche, der letzte: { $time }.
}
kiosk-leave-clear = Leeren
kiosk-leave-go = Beenden
kiosk-leave-stay = Bleiben
kiosk-line-again = Wiederholen
kiosk-line-signs = Was Sie eingeben können
kiosk-line-several = Nummern mit Leerzeichen dazwischen eingeben. Weiter mit der Eingabetaste.
kiosk-line-area = Eine leere Zeile beendet den Text.

## kiosk: was die Tasten tun, so kurz wie möglich

kiosk-key-back = Zurück
kiosk-key-continue = Weiter
kiosk-key-pick = Wählen
kiosk-key-next = Nächstes
kiosk-key-keyboard = Bildschirmtastatur
kiosk-key-take = Ticket ziehen
kiosk-key-help = Hilfe rufen
kiosk-key-done = Fertig
kiosk-say-on = Die Sprachausgabe ist an. Die Pfeiltasten bewegen. Enter wählt, Escape geht zurück. F4 wiederholt, F5 hält an, F6 und F7 ändern die Lautstärke, F2 beendet die Sprachausgabe.
kiosk-say-off = Die Sprachausgabe ist aus.
kiosk-say-button = Schaltfläche
kiosk-say-entry = Textfeld
kiosk-say-empty = leer
kiosk-say-filled = ausgefüllt, ohne Kopfhörer wird es nicht vorgelesen
kiosk-say-chosen = ausgewählt
kiosk-say-not-chosen = nicht ausgewählt
kiosk-say-place = { $number } von { $count }
kiosk-say-star = Stern
kiosk-say-deleted = { $letter } gelöscht
kiosk-say-volume = Lautstärke { $percent }
kiosk-say-headphones = Benutzen Sie Kopfhörer? Dann werden auch Ihre Antworten vorgelesen.

## field: was die Felder eines Formulars sagen, am Terminal und am Schalter

field-optional = { $title } (freiwillig)
field-day = Tag
field-month = Monat
field-year = Jahr
field-time = Uhrzeit
field-clear = Leeren
field-today = Heute
# Was statt eines Datums in das Feld für den Tag getippt werden darf, durch Kommas getrennt
field-today-words = heute, h
field-birth-words = geburt, geboren
field-other = Sonstiges: bitte angeben
field-chosen = { $count ->
    [0] Wählen Sie alles Zutreffende
    [one] 1 gewählt: { $names }
   *[other] { $count } gewählt: { $names }
}
field-chosen-one = Gewählt: { $name }
field-search = Zum Suchen tippen
field-all = { $count ->
    [one] 1 Möglichkeit
   *[other] { $count } Möglichkeiten
}
field-matches = { $count ->
    [0] Nichts gefunden: weniger Buchstaben versuchen
    [one] 1 Treffer
   *[other] { $count } Treffer
}
field-up = ◂ { $name }: alle Gruppen
field-expected-number = In Ziffern, z. B. { $example }
field-expected-price = Ein Betrag in Ziffern, z. B. { $example }
field-expected-website = Zum Beispiel www.example.com
field-expected-date = Zum Beispiel 27 3 1985
field-expected-time = Zum Beispiel 27 3 1985 um { $clock }
field-expected-clock = Zum Beispiel { $clock }
field-expected-month = Monat und Jahr, z. B. 3/2026
field-expected-like = Zum Beispiel { $example }
field-rating-1 = Sehr schlecht
field-rating-2 = Schlecht
field-rating-3 = In Ordnung
field-rating-4 = Gut
field-rating-5 = Sehr gut
field-meant = Meinten Sie { $address }?
field-file-desk = Zum Schalter mitbringen: Sie können jetzt ohne Datei weitergehen.
field-file-phone = Oder mit dem Handy senden: nach dem Ziehen den Code auf dem Ticket scannen.
field-file-there = Schon erhalten: { $name }
field-limits-number = { $ends ->
    [same] { $low }
    [both] Von { $low } bis { $high }
    [low] Mindestens { $low }
   *[high] Höchstens { $high }
}
field-limits-date = { $ends ->
    [same] { $low }
    [both] { $low } bis { $high }
    [low] Frühestens { $low }
   *[high] Spätestens { $high }
}
field-limits-month = { $ends ->
    [same] { $low }
    [both] { $low } bis { $high }
    [low] Frühestens { $low }
   *[high] Spätestens { $high }
}
field-limits-time = { $ends ->
    [same] Um { $low }
    [both] Von { $low } bis { $high }
    [low] Frühestens { $low }
   *[high] Spätestens { $high }
}
field-limits-entries = { $ends ->
    [same] Genau { $low }
    [both] Von { $low } bis { $high }
    [low] Mindestens { $low }
   *[high] Höchstens { $high }
}
field-limits-step = In Schritten von { $step }
field-consent = Ich stimme zu
field-code = Scannen Sie den Code mit dem Handy, um die Seite zu öffnen, oder notieren Sie die Adresse:
field-code-large = Dieser Bildschirm ist zu klein für einen Code der Adresse. Notieren Sie sie:
field-code-button = Auf dem Handy öffnen: { $address }
field-file-signature = Sie unterschreiben am Schalter: Gehen Sie jetzt einfach weiter.
field-file-photo = Ihr Foto wird am Schalter gemacht: Gehen Sie jetzt einfach weiter.
field-entry-add = Hinzufügen: { $title }
field-entry-another = Noch hinzufügen: { $title }
field-entry-change = Ändern
field-entry-remove = Entfernen
field-entry-really = Wirklich entfernen?
field-entry-none = Noch nichts hinzugefügt
field-entry-default = Eintrag
field-key-choose = Wählen
field-key-continue = Weiter

## form: was an einer Angabe zu berichtigen ist, am Terminal und in den Antworten der API

# Manche dieser Texte stehen klein beginnend hinter dem Titel der Frage: nicht mit einem Hauptwort anfangen
form-empty = { $type ->
    [one] Bitte eine Antwort auswählen
    [many] Bitte mindestens eine Antwort auswählen
    [email] Bitte eine E-Mail-Adresse eingeben
    [phone] Bitte eine Telefonnummer eingeben
    [number] Bitte eine Zahl eingeben
    [price] Bitte einen Betrag eingeben
    [date] Bitte ein Datum eingeben
    [website] Bitte eine Internetadresse eingeben
    [name] Bitte einen Namen eingeben
    [address] Bitte eine Anschrift eingeben
    [file] Bitte eine Datei wählen
    [textarea] Bitte einen Text eingeben
    [consent] Bitte zustimmen, um weiterzugehen
    [time] Bitte eine Uhrzeit eingeben
    [month] Bitte einen Monat eingeben
   *[input] Bitte eine Antwort eingeben
}
form-about = { $thing }: { $text }
form-thing = „{ $title }“
form-thing-name = Name
form-thing-given-name = Vorname
form-thing-family-name = Nachname
form-thing-email = E-Mail-Adresse
form-thing-tel = Telefonnummer
form-thing-address-line1 = Straße und Hausnummer
form-thing-address-level2 = Ort
form-thing-postal-code = Postleitzahl
form-thing-country-name = Land
form-thing-organization = Firma
form-thing-bday = Geburtsdatum
form-empty-name = Bitte Ihren Namen eingeben
form-empty-given-name = Bitte Ihren Vornamen eingeben
form-empty-family-name = Bitte Ihren Nachnamen eingeben
form-empty-address-line1 = Bitte Straße und Hausnummer eingeben
form-empty-address-level2 = Bitte den Ort eingeben
form-empty-postal-code = Bitte die Postleitzahl eingeben
form-empty-country-name = Bitte ein Land wählen
form-empty-organization = Bitte den Namen der Firma eingeben
form-empty-bday = Bitte Ihr Geburtsdatum eingeben
form-tooLong = { $limit ->
    [one] Höchstens { $limit } Zeichen eingeben
   *[other] Höchstens { $limit } Zeichen eingeben
}
form-tooShort = { $limit ->
    [one] Mindestens { $limit } Zeichen eingeben
   *[other] Mindestens { $limit } Zeichen eingeben
}
form-character = Nur Buchstaben, Ziffern und Zeichen verwenden: etwas darin lässt sich nicht anzeigen
form-email = Bitte eine E-Mail-Adresse eingeben, z. B. name@example.com
form-phone = Bitte eine Telefonnummer eingeben, z. B. 030 23125 018 oder +33 1 99 00 12 34
form-phoneCountry = Bitte die Telefonnummer mit Ländervorwahl eingeben, z. B. +33 1 99 00 12 34
form-phoneExtension = Bitte die Telefonnummer ohne Nebenstelle eingeben
form-number = Bitte eine Zahl in Ziffern eingeben, z. B. 12 oder 3,5
form-price = Bitte einen Betrag in Ziffern eingeben, z. B. 12 oder 12,50
form-pricePlaces = { $places ->
        [0] Bitte einen ganzen Betrag ohne Nachkommastellen eingeben, z. B. 12 oder 12500
       *[other] Bitte einen Betrag mit höchstens { $places } Nachkommastellen und nichts zwischen den Tausendern eingeben, z. B. 12,50 oder 12500
    }
form-date = Bitte ein gültiges Datum eingeben, z. B. 27 3 1985
form-time = Bitte ein gültiges Datum und eine Uhrzeit eingeben, z. B. 27 3 1985 um { $clock }
form-website = Bitte eine Internetadresse eingeben, z. B. www.example.com
form-fileType = Die Datei muss von einer dieser Arten sein: { $types }
form-fileActive = Die Datei enthält Programme oder andere Dateien: Drucken Sie sie in eine neue PDF-Datei oder senden Sie ein Foto
form-fileSize = Die Datei darf höchstens { $limit } MB groß sein
form-fileEmpty = Die Datei ist leer: Wählen Sie eine andere
form-fileRead = Die Datei konnte nicht gelesen werden: Wählen Sie sie noch einmal
form-pattern = Bitte so eingeben, wie die Frage es beschreibt
form-oneOnly = Nur eine Antwort auswählen
form-shape = Die Teile einer Antwort in subItem senden, jede andere Antwort in value oder values
form-otherClient = Bei Person { $id } steht hier etwas anderes: Lassen Sie es weg oder ändern Sie deren eigenen Datensatz
form-unknownChoice = Bitte eine der angebotenen Antworten auswählen
form-country = Bitte ein Land aus der Liste wählen
form-countryLike = Bitte ein Land aus der Liste wählen: Meinten Sie { $name }?
form-other = Bitte angeben, was Sie mit „Sonstiges“ meinen
form-tooSmall = Mindestens { $limit } eingeben
form-tooBig = Höchstens { $limit } eingeben
form-tooEarly = Frühestens { $limit } möglich
form-tooEarly-time = Frühestens { $limit } möglich
form-tooLate = Spätestens { $limit } möglich
form-tooLate-time = Spätestens { $limit } möglich
form-integer = Bitte eine ganze Zahl eingeben
form-step = { $same ->
    [yes] Bitte { $lower } eingeben
   *[no] Bitte { $lower } oder { $upper } eingeben: dazwischen ist nichts möglich
}
form-check = Diese Nummer kann nicht stimmen: bitte jeden Buchstaben und jede Ziffer mit Ihrem Dokument vergleichen
form-mask = Bitte so eingeben: { $example }
form-clock = Bitte eine Uhrzeit eingeben, z. B. { $clock }
form-month = Bitte Monat und Jahr eingeben, z. B. 3/2026
form-consent = Mit true antworten oder weglassen
form-exclusive = „{ $name }“ kann nicht zusammen mit einer anderen Antwort gewählt werden
form-tooFew = { $limit ->
    [one] Mindestens einen Eintrag hinzufügen
   *[other] Mindestens { $limit } Einträge hinzufügen
}
form-tooMany = { $limit ->
    [one] Nur ein Eintrag ist möglich
   *[other] Höchstens { $limit } Einträge sind möglich
}
form-requireOne = Bitte mindestens eine dieser Fragen beantworten: { $titles }
form-notAsked = Nach den anderen Angaben trifft diese Frage nicht zu: die Antwort wurde nicht übernommen

## page: was der QR-Code eines Tickets auf dem Handy öffnet

page-ahead = { $count ->
    [0] Sie sind als Nächstes dran
    [one] 1 Person vor Ihnen
   *[other] { $count } Personen vor Ihnen
}
page-delay-deskClosed = Sie warten länger als angekündigt: Ein Schalter hat geschlossen oder andere Arbeit.
page-delay-putBefore = Sie warten länger als angekündigt: Jemand musste vorgezogen werden.
page-delay-longVisit = Sie warten länger als angekündigt: Ein Besuch dauert ungewöhnlich lange.
page-wait-not-known = Die Wartezeit ist noch nicht bekannt.
page-no-desk = Zurzeit ist kein Schalter geöffnet. Die Wartezeit steht hier, sobald einer öffnet.
page-called = Sie sind an der Reihe: { $desk }
page-called-somewhere = Sie sind an der Reihe
page-missed = Sie waren beim Aufruf nicht da. Bitte fragen Sie das Personal.
page-over = Dieser Besuch ist beendet. Vielen Dank.
page-updated = Stand { $time }. Diese Seite aktualisiert sich selbst.
page-updated-at = Stand { $time }.
page-file-send = Diese Datei senden
page-file-again = Stattdessen eine andere senden
page-file-sent = Gesendet: { $name }
page-file-progress = Bisher gesendet
page-refused = Das ging nicht
page-refused-text = Gehen Sie zurück und versuchen Sie es gleich wieder, oder fragen Sie das Personal.
page-gone = Dieses Ticket gibt es nicht
page-gone-ask = Scannen Sie den Code auf Ihrem Ticket noch einmal, oder fragen Sie das Personal.

page-held = Ihr Platz bleibt reserviert: Ein Schalter ruft Sie auf.
page-sit = Nehmen Sie Platz. Ihre Nummer wird aufgerufen.
page-stale = Keine Verbindung. Was Sie sehen, ist von der Uhrzeit unten. Neuer Versuch…
page-alert = Mit Ton Bescheid geben
page-keep = Lassen Sie diese Seite offen und den Bildschirm an.
page-keep-sound = Lassen Sie diese Seite offen und den Bildschirm an; ein Ton ertönt, wenn Sie dran sind.
page-awake = Lassen Sie diese Seite offen: Der Bildschirm bleibt an.
page-awake-sound = Lassen Sie diese Seite offen: Der Bildschirm bleibt an, und ein Ton ertönt, wenn Sie dran sind.
page-start = Ticket ziehen
page-start-none = Tickets gibt es am Eingang
page-start-none-text = Der Code auf Ihrem Ticket öffnet dessen Seite auf Ihrem Handy.
page-to-start = Zu den Anliegen
page-nowhere = Unter dieser Adresse gibt es nichts
page-nowhere-text = Scannen Sie den Code auf Ihrem Ticket oder dem Aushang noch einmal, oder fragen Sie das Personal.
page-cancel = Platz stornieren
page-cancel-title = Platz stornieren?
page-cancel-text = Sie verlassen die Warteschlange. Um wieder zu warten, brauchen Sie ein neues Ticket und beginnen am Ende.
page-cancel-yes = Ja, Platz stornieren
page-cancel-no = Nein, Platz behalten
page-cancelled = Dieses Ticket wurde storniert.
page-again = Neues Ticket ziehen
page-closed = Dieser Besuch ist schon länger beendet
page-closed-ask = Seine Seite ist geschlossen. Ziehen Sie für einen neuen Besuch ein neues Ticket.
page-access = Barrierefreiheit
page-access-text = Diese Seiten folgen EN 301 549 und WCAG 2.2 AA, soweit automatische Tests es zeigen. Sie gehen mit Tastatur, Bildschirmleser, großer Schrift, hell und dunkel.
page-access-gaps = Noch nicht gezeigt: Niemand, der täglich Hilfsmittel nutzt, hat sie geprüft.
page-access-staff = Wenn Sie diese Seiten oder den Automaten nicht nutzen können, bekommen Sie Ihre Nummer an einem Schalter.
page-access-contact = Sagen Sie uns, was Sie nicht nutzen können: { $contact }
page-access-ask = Sagen Sie dem Personal, was Sie nicht nutzen können.

## paper: das Ticket auf Papier, und sein Drucker

paper-copy = KOPIE
paper-desk = Bitte zu: { $desk }
paper-missing = (mit Buchstaben, die dieser Drucker nicht hat)
paper-state = { $state ->
    [printing] Wird gedruckt…
    [yes] Nehmen Sie Ihr Papier.
    [unknown] Nehmen Sie Ihr Papier, oder merken Sie sich diese Nummer.
   *[no] Heute ohne Papier: Merken Sie sich diese Nummer.
}
paper-again = Erneut drucken
paper-trouble = { $trouble ->
    [noPaper] kein Papier
    [paperLow] das Papier ist fast zu Ende
    [coverOpen] der Deckel ist offen
    [cutter] das Messer klemmt
    [offline] nicht bereit
    [noAnswer] keine Antwort: aus oder nicht verbunden
   *[error] ein Fehler
}

## join: mit dem Handy ein Ticket ziehen, über den Aushang an der Tür

join-take = Ticket ziehen
join-choose = Bitte wählen
join-next = Weiter
join-more = Wegen dieser Angaben gibt es weitere Fragen
join-remove = Entfernen: { $title }
join-open = { $count ->
    [one] Aus 1 Möglichkeit wählen
   *[other] Aus { $count } Möglichkeiten wählen
}
join-sign = Unterschreiben Sie mit dem Finger oder der Maus im Feld, oder fügen Sie ein Bild Ihrer Unterschrift hinzu.
join-sign-pad = Unterschriftsfeld
join-file = Eine Datei bis { $limit } MB: { $types }
join-later = Ich sende sie später von der Seite meines Tickets oder bringe sie zum Schalter mit
join-code = Code des Warteraums
join-code-hint = Die vier Ziffern auf der Anzeige im Warteraum.
join-code-missing = Bitte den Code von der Anzeige im Warteraum eingeben
join-code-wrong = Dieser Code ist falsch oder abgelaufen: Geben Sie den ein, der jetzt angezeigt wird
join-unknown = Hier kann kein Ticket gezogen werden
join-unknown-text = Für dieses Anliegen gibt es keine Tickets per Handy. Ziehen Sie eines am Eingang, oder fragen Sie das Personal.
join-closed = Für dieses Anliegen ist zurzeit geschlossen
join-closed-text = Zurzeit gibt es dafür keine Tickets mehr. Das Personal sagt Ihnen, wann Sie wiederkommen können.
join-busy = Es werden gerade zu viele Tickets gezogen
join-busy-text = Versuchen Sie es in einer Minute wieder, oder ziehen Sie ein Ticket am Eingang.
join-many = Sie haben schon genug Tickets
join-many-text = Stornieren Sie eines auf seiner Seite, oder warten Sie, bis eines bedient ist. Größere Gruppen ziehen ihre Tickets am Eingang.
join-refused = Das Ticket konnte nicht gezogen werden
join-refused-text = Gehen Sie zurück und versuchen Sie es wieder, oder ziehen Sie ein Ticket am Eingang.
join-poster = Ziehen Sie Ihr Ticket mit dem Handy
join-poster-scan = Richten Sie die Kamera Ihres Handys auf den Code. Die Seite, die sich öffnet, zeigt Ihren Platz. Lassen Sie sie offen: Auf Wunsch ertönt ein Ton, wenn Sie an der Reihe sind.

form-fileAgain = Fügen Sie die Datei noch einmal hinzu: Sie bleibt nur mit einem vollständigen Formular erhalten
form-fileRoom = Für Dateien ist gerade kein Platz: Bringen Sie sie zum Schalter mit
form-fileGone = Fügen Sie die Datei noch einmal hinzu: Die gesendete ist nicht mehr da
page-consent-title = Erlaubnis für ein anderes Programm
page-consent-asks = { $name } möchte mit Ihren Warteschlangen arbeiten, in der Rolle „{ $role }“.
page-consent-goes = Wenn Sie es erlauben, geht es weiter zu { $address }.
page-consent-key = Verwenden Sie den Administrator-Schlüssel Ihres Kontos.
page-consent-allow = Erlauben
page-consent-deny = Nicht erlauben
page-consent-wrong = Schlüssel und Token gehören nicht zur Administration.
page-consent-unknown = Dieses Programm ist hier nicht bekannt, oder es will Sie zu einer Adresse schicken, die nicht für es eingetragen ist.

## report: die Zahlen von Tagen, am Schalter, auf Papier und in Dateien

report-title = Bericht
report-days = { $since } bis { $until }
report-taken = Erstellt am { $date } um { $time }
report-all = Alle Anliegen
report-services = Anliegen
report-desks = Schalter
report-hours = Stunden des Tages
report-week-visits = Besuche nach Tag und Stunde
report-week-waits = Mittlere Wartezeit nach Tag und Stunde, in Minuten
report-told = Prognose und Wartezeit
report-course = Wartezeiten im Lauf des Tages, in Minuten
report-inside = Innerhalb der Prognose
report-above = Länger als Prognose
report-below = Kürzer als Prognose
report-open-ended = Prognose „über eine Stunde“:
report-untold = Ohne Prognose:
report-width = Die Spanne ist im Mittel { $minutes } min breit
report-error = Im Mittel { $minutes } min daneben
report-nothing = An diesen Tagen gab es keine Besuche.
report-unit-minutes = min
report-unit-percent = %
report-figure-waiting = warten
report-figure-longest = längste Zeit
report-figure-visits = Besuche
report-figure-mean = Ø Wartezeit
report-figure-served = bedient
report-figure-no-show = abwesend
report-head-service = Anliegen
report-head-desk = Schalter
report-head-hour = Stunde
report-head-day = Tag
report-head-time = Zeit
report-head-visits = Besuche
report-head-called = Gerufen
report-head-served = Bedient
report-head-no-show = Abwesend
report-head-left = Storno
report-head-within = Im Ziel
report-head-mean = Ø Wartezeit
report-head-median = Median
report-head-long = 9 von 10
report-head-handling = Dauer
report-head-waiting = Warten
report-head-longest = Längste Zeit
report-head-target = Ziel
report-head-told = Wartezeit
report-head-share = Anteil
report-head-people = Personen
report-definitions = Was die Zahlen bedeuten
report-define-visits = Besuche: gezogene Tickets. Ein weiteres Anliegen desselben Besuchs zählt noch einmal, bei diesem Anliegen.
report-define-wait = Ø Wartezeit (Mittelwert) und Median: Minuten vom Ticket bis zum Aufruf, bei allen Aufgerufenen. Die Hälfte wartete nicht länger als der Median.
report-define-within = Im Ziel: Anteil der Aufgerufenen, deren Wartezeit das Ziel ihres Anliegens einhielt.
report-define-long = 9 von 10: Neun von zehn Personen warteten nicht länger.
report-define-handling = Dauer: Minuten im Mittel vom Aufruf bis zum Ende, bei allen Bedienten.
report-define-left = Abwesend und Storno: beim Aufruf nicht erschienen; während des Wartens storniert. Die Prozente beziehen sich auf beendete Besuche.
report-define-told = Prognose und Wartezeit: wo die Wartezeit tatsächlich endete, bei Aufgerufenen, deren Ticket eine Spanne nannte.
report-define-desks = Schalter: Besuche nach dem Schalter, der sie zuletzt aufrief. Die Zahlen gelten für Schalter, nicht für Personen.

## stats: die Statistik am Schalter

stats-title = Statistik
stats-page-overview = Überblick
stats-page-hours = Stunden
stats-page-week = Woche
stats-page-told = Prognose
stats-range-today = Heute
stats-range-yesterday = Gestern
stats-range-week = 7 Tage
stats-range-month = 30 Tage
stats-range-year = Ein Jahr
stats-loading = Einen Moment…
stats-at = Stand { $time }
stats-away = Nicht verbunden. Diese Zahlen sind von { $time }, vor { $age }.
stats-never = Nicht verbunden. Die Zahlen erscheinen, sobald die Verbindung wieder da ist.
stats-refused = Die Zahlen konnten nicht geladen werden: { $reason }
stats-line = Wartezeit der letzten 2 Stunden, in Minuten
stats-line-range = kürzeste { $least }, jetzt { $now }, längste { $most }
stats-line-none = In den letzten 2 Stunden wurde niemand aufgerufen.
stats-range-values = min. { $least }, Mittel { $mean }, max. { $most }
stats-hours-unit = Besuche, und mittlere Wartezeit in Minuten
stats-hours-wait = Ø { $minutes }
stats-save-format = Der Name muss auf .html, .txt, .csv oder .json enden.
stats-key-back = Zurück
stats-key-range = Tage
stats-key-table = Tabelle
stats-key-waits = Zeiten
stats-key-export = Sichern
stats-key-report = Bericht
stats-key-help = Hilfe
stats-help-pages = die Seiten: Überblick, Stunden, Woche, Prognose
stats-help-range = heute, gestern, 7 Tage, 30 Tage, ein Jahr; mit Umschalt andersherum
stats-help-table = dieselben Zahlen als Tabelle, und zurück
stats-help-waits = in der Woche: Besuche oder mittlere Wartezeiten
stats-help-export = speichert diese Zahlen als CSV, JSON, Text oder HTML, je nach Endung des Namens
stats-help-report = speichert einen Bericht zum Drucken oder als PDF unter Downloads

## Die Anleitung

guide-key-scroll = Blättern
