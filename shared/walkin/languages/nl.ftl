# Dit bestand bevat wat Walkin in het Nederlands zegt tegen wie wacht. De rest wordt in het Engels gezegd.
# Not yet read by a native speaker.
#
# Aanpassen: wijzig alleen de tekst rechts van ‘=’. Laat de naam links staan en alles tussen accolades, zoals
# { $count }: daar zet Walkin een getal of een naam. Bewaar als UTF-8 en start Walkin opnieuw.
#
# Woorden: volgnummer (ticket), dienst, balie (desk), oproep, wachttijd, plaats in de rij, medewerker (staff).
# Stijl: gewone woorden, korte zinnen, u.

language-name = Nederlands

## app

app-name = Walkin
app-back = Terug
app-close = Sluiten
app-retry = Opnieuw
app-quit = Stoppen
app-language = Taal
app-loading = Een moment…
app-too-small = Dit venster is te klein. Walkin heeft { $columns } × { $rows } nodig, dit is { $wide } × { $high }.
app-too-small-hint = Maak het venster groter of de letters kleiner.
app-mistake = Dat lukte niet door een fout in het programma. Details: { $file }
app-mistake-no-file = Dat lukte niet door een fout in het programma.
app-crashed = Walkin is gestopt door een fout. Details: { $file }
app-crashed-no-file = Walkin is gestopt door een fout. De details konden niet worden bewaard.

## duration

duration-short = < 1 min
duration-minutes = { $minutes } min
duration-hours = { $hours } u { $minutes } min

## answer

answer-yes = ja
answer-no = nee
answer-other = anders: { $text }
answer-rating = { $place } van { $count } ({ $name })
answer-rating-scale = { $name } ({ $first } tot { $last })
answer-file-deferred = Volgt nog
answer-consent = Akkoord

## wait

wait-range = ongeveer { $low }–{ $high } minuten
wait-up-to = tot { $minutes } minuten
wait-over = { $minutes ->
    [60] meer dan een uur
   *[other] meer dan { $minutes } minuten
}
wait-not-known = wachttijd onbekend
wait-no-desk = nu geen balie open
wait-server-away = geen verbinding: de wachttijd is niet bekend, maar u hebt uw plaats

## app: keys

app-keyname-enter = Enter
app-keyname-escape = Esc
app-keyname-space = Spatie
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

## app: themes

app-theme-office = Kantoor (licht)
app-theme-night = Nacht (donker)
app-theme-contrast = Hoog contrast
app-theme-paper = Papier (warm, licht)
app-theme-garden = Tuin (groen, donker)

app-theme-problem-unreadable = Het themabestand { $file } kan niet worden gelezen.
app-theme-problem-format = Het themabestand { $file } is niet geschreven zoals het hoort: { $reason }.
app-theme-problem-missing = Het themabestand { $file } heeft geen kleur ‘{ $key }’.
app-theme-problem-colour = In het themabestand { $file } is ‘{ $value }’ geen kleur ({ $key }).
app-theme-problem-unknown = Het themabestand { $file } heeft een onbekend onderdeel ‘{ $key }’. De rest wordt gebruikt.
app-theme-problem-contrast = Het thema { $file } is slecht leesbaar: { $text } op { $ground } heeft een contrast van { $ratio }, minstens { $least } is nodig.
app-theme-problem-name = Er is geen thema met de naam ‘{ $name }’. Walkin gebruikt ‘{ $used }’.
app-new-office = Nieuw kantoor aangemaakt in { $place }: er was er geen.

## display

display-serving = Aan de beurt
display-desk = Balie
display-number = Nummer
display-waiting = Wachtend: { $count }
display-waiting-service = { $service }: { $count }
display-minutes = { $range } min
display-join-code = Code voor telefoons
display-nobody = Uw nummer verschijnt hier.
display-link-down = Opnieuw verbinden… laatst bijgewerkt { $time }
display-link-never = Verbinden…
display-mistake = Het scherm is opnieuw gestart na een fout in het programma.
display-no-desk = De indeling ‘desk’ heeft de instelling ‘desk’ nodig: de naam van de balie waar het scherm boven hangt.
display-too-small = De nummers zijn { $have } mm hoog; vanaf { $seat } m moeten ze { $least } mm zijn. Kies grotere letters in de terminal, of een groter scherm.
display-no-sound = Er is geen geluid: oproepen worden alleen getoond. In het logboek staat waarom.
display-no-speech = Geen programma hier kan spreken. Installeer de extra ‘speech’ of espeak-ng, of stel speech_command in.
display-no-voice = Er is geen stem voor de taal { $language }.

call-say = Nummer { $number }, { $desk }
call-say-somewhere = Nummer { $number }, kom naar de balie

## desk-name

desk-name-desk = balie
desk-name-counter = balie
desk-name-window = loket
desk-name-room = kamer
desk-name-office = kantoor

## kiosk

kiosk-welcome = Welkom. Waarmee kunnen wij u helpen?
kiosk-open = Open
kiosk-closed = Gesloten
kiosk-service-closed = Gesloten
kiosk-all-closed = Alle diensten zijn op dit moment gesloten.
kiosk-away = { $minutes ->
    [0] Geen verbinding. U kunt een nummer nemen zodra de verbinding terug is. Tot dan kan een medewerker u helpen.
    [one] Al 1 minuut geen verbinding. U kunt een nummer nemen zodra de verbinding terug is. Tot dan kan een medewerker u helpen.
   *[other] Al { $minutes } minuten geen verbinding. U kunt een nummer nemen zodra de verbinding terug is. Tot dan kan een medewerker u helpen.
}
kiosk-offline = Er is nu geen verbinding. U kunt toch een volgnummer nemen.
kiosk-offline-used-up = Geen volgnummers tot de verbinding terug is
kiosk-more-services = Meer diensten ▼
kiosk-first-services = ▲ Eerste diensten
kiosk-start-over = Opnieuw
kiosk-read-aloud = Luister
kiosk-read-end = Stil
kiosk-help = Hulp vragen
kiosk-appearance = Aa
kiosk-help-calling = Hulp wordt geroepen…
kiosk-help-called = Er is een medewerker geroepen. Wacht hier.
kiosk-help-coming = Er komt iemand naar u toe.
kiosk-help-away = Geen verbinding: er is niemand geroepen. Ga naar een balie.
kiosk-help-lost = De verbinding is weg. Komt er niemand? Ga dan naar een balie.
kiosk-waiting = { $count ->
    [0] Niemand wacht
   *[other] { $count } wachtend
}
kiosk-progress = { $about ->
    [yes] Vraag { $number } van ongeveer { $count }
   *[no] Vraag { $number } van { $count }
}
kiosk-part = { $about ->
    [yes] Deel { $number } van ongeveer { $count }
   *[no] Deel { $number } van { $count }
}
kiosk-continue = Verder
kiosk-keyboard = Toetsenbord
kiosk-keyboard-hide = Verberg toetsenbord
kiosk-board-shift = Shift
kiosk-board-delete = Wissen
kiosk-board-clear = Leegmaken
kiosk-board-space = Spatie
kiosk-board-line = Nieuwe regel
kiosk-board-next = Volgende
kiosk-problem-title = Er is een probleem
kiosk-check-title = Controleer uw antwoorden
kiosk-answers = Antwoorden { $first }–{ $last }
kiosk-answers-of = Antwoorden { $first }–{ $last } van { $count }
kiosk-change = Wijzigen
kiosk-not-provided = Niet ingevuld
kiosk-show = Tonen
kiosk-hide = Verbergen
kiosk-show-all = Alles tonen
kiosk-brought = { $count ->
    [0] De code heeft geen antwoorden voor dit formulier.
    [one] 1 antwoord is ingevuld vanuit de code.
   *[other] { $count } antwoorden zijn ingevuld vanuit de code.
}
kiosk-brought-start = De code is gelezen. Kies de dienst waarvoor u komt.
kiosk-code-foreign = Deze code is niet voor deze zuil. Er is niets gekozen.
kiosk-code-typed = Ingevuld door een scanner. Controleer het voordat u verdergaat.
kiosk-preview-result = Wat de zuil zou versturen
kiosk-preview-broken = De laatste versie van het formulier zonder fouten. Te verbeteren:
kiosk-take = Neem mijn nummer
kiosk-your-number = Uw nummer
kiosk-ahead = { $count ->
    [0] Niemand voor u
    [one] 1 persoon voor u
   *[other] { $count } personen voor u
}
kiosk-expected = Wachttijd: { $wait }
kiosk-issued = Genomen om { $time }
kiosk-sit = Neem plaats. Uw nummer wordt geroepen.
kiosk-scan = Open op uw telefoon
kiosk-closes = Deze pagina sluit { $seconds } seconden na de laatste aanraking.
kiosk-keep = Laten staan
kiosk-kept = Deze pagina blijft { $minutes } minuten staan, of tot u op Klaar drukt.
kiosk-done = Klaar
kiosk-away-title = Het nummer kon nog niet worden genomen
kiosk-away-text = Wat u hebt ingevuld, is niet weg. Er is nu geen verbinding.
kiosk-away-again = De zuil blijft het proberen.
kiosk-closed-title = Deze dienst is net gesloten
kiosk-closed-text = Er zijn nu geen nummers meer. Een medewerker kan zeggen wanneer u terug kunt komen.
kiosk-refused-title = Het nummer kon niet worden genomen
kiosk-to-start = Terug naar het begin
kiosk-still-title = Bent u er nog?
kiosk-still-text = { $count ->
    [one] Over 1 seconde begint dit scherm opnieuw en wordt gewist wat u hebt ingevuld.
   *[other] Over { $count } seconden begint dit scherm opnieuw en wordt gewist wat u hebt ingevuld.
}
kiosk-still-more = Ik wil meer tijd
kiosk-over-title = Opnieuw beginnen?
kiosk-over-text = Wat u hebt ingevuld, wordt gewist.
kiosk-over-stay = Doorgaan
kiosk-leave-title = De zuil verlaten?
kiosk-leave-pin = Pincode medewerker:
kiosk-leave-wrong = Dat is niet de pincode.
kiosk-leave-wait = { $count ->
    [one] Dat is niet de pincode. Probeer het over 1 seconde opnieuw.
   *[other] Dat is niet de pincode. Probeer het over { $count } seconden opnieuw.
}
kiosk-leave-wait-minutes = Dat is niet de pincode. Probeer het over { $count } minuten opnieuw.
kiosk-leave-tries = { $count ->
    [one] 1 verkeerde poging, op { $time }.
   *[other] { $count } verkeerde pogingen, de laatste op { $time }.
}
kiosk-leave-clear = Wissen
kiosk-leave-go = Verlaten
kiosk-leave-stay = Blijven
kiosk-line-again = Herhalen
kiosk-line-signs = Wat u kunt typen
kiosk-line-several = Typ de nummers, met spaties ertussen. Enter om verder te gaan.
kiosk-line-area = Een lege regel beëindigt de tekst.

## kiosk: keys

kiosk-key-back = Terug
kiosk-key-continue = Verder
kiosk-key-pick = Kiezen
kiosk-key-next = Volgende
kiosk-key-keyboard = Schermtoetsenbord
kiosk-key-take = Neem mijn nummer
kiosk-key-help = Hulp vragen
kiosk-key-done = Klaar
kiosk-say-on = De spraak staat aan. De pijltoetsen verplaatsen. Enter kiest, Escape gaat terug. F4 herhaalt, F5 pauzeert, F6 en F7 veranderen het volume, F2 stopt de spraak.
kiosk-say-off = De spraak staat uit.
kiosk-say-button = knop
kiosk-say-entry = tekstveld
kiosk-say-empty = leeg
kiosk-say-filled = ingevuld, wordt zonder koptelefoon niet voorgelezen
kiosk-say-chosen = gekozen
kiosk-say-not-chosen = niet gekozen
kiosk-say-place = { $number } van { $count }
kiosk-say-star = ster
kiosk-say-deleted = { $letter } gewist
kiosk-say-volume = Volume { $percent }
kiosk-say-headphones = Gebruikt u een koptelefoon? Dan worden ook uw antwoorden voorgelezen.

## field

field-optional = { $title } (niet verplicht)
field-day = Dag
field-month = Maand
field-year = Jaar
field-time = Tijd
field-clear = Wissen
field-today = Vandaag
# Wat als dag kan worden getypt in plaats van een datum, tussen komma's
field-today-words = vandaag, nu
field-birth-words = geboorte, geboren
field-other = Anders: vul in
field-chosen = { $count ->
    [0] Kies alles wat past
    [one] 1 gekozen: { $names }
   *[other] { $count } gekozen: { $names }
}
field-chosen-one = Gekozen: { $name }
field-search = Typ om te zoeken
field-all = { $count ->
    [one] 1 optie
   *[other] { $count } opties
}
field-matches = { $count ->
    [0] Niets gevonden: probeer minder letters
    [one] 1 resultaat
   *[other] { $count } resultaten
}
field-up = ◂ { $name }: alle groepen
field-expected-number = In cijfers, zoals { $example }
field-expected-price = Een bedrag in cijfers, zoals { $example }
field-expected-website = Zoals www.example.com
field-expected-date = Zoals 27 3 1985
field-expected-time = Zoals 27 3 1985 om { $clock }
field-expected-clock = Zoals { $clock }
field-expected-month = Maand en jaar, zoals 3/2026
field-expected-like = Zoals { $example }
field-rating-1 = Zeer slecht
field-rating-2 = Slecht
field-rating-3 = Redelijk
field-rating-4 = Goed
field-rating-5 = Zeer goed
field-meant = Bedoelt u { $address }?
field-file-desk = Neem het mee naar de balie: u kunt nu zonder verder.
field-file-phone = Of stuur het met uw telefoon: neem uw nummer en scan de code.
field-file-there = Al ontvangen: { $name }
field-limits-number = { $ends ->
    [same] { $low }
    [both] Van { $low } tot en met { $high }
    [low] { $low } of meer
   *[high] { $high } of minder
}
field-limits-date = { $ends ->
    [same] { $low }
    [both] Van { $low } tot en met { $high }
    [low] Vanaf { $low }
   *[high] Tot en met { $high }
}
field-limits-month = { $ends ->
    [same] { $low }
    [both] Van { $low } tot en met { $high }
    [low] { $low } of later
   *[high] { $high } of eerder
}
field-limits-time = { $ends ->
    [same] Om { $low }
    [both] Van { $low } tot { $high }
    [low] Om { $low } of later
   *[high] Om { $high } of eerder
}
field-limits-entries = { $ends ->
    [same] Precies { $low }
    [both] Van { $low } tot en met { $high }
    [low] Minstens { $low }
   *[high] Hoogstens { $high }
}
field-limits-step = In stappen van { $step }
field-consent = Ik ga akkoord
field-code = Richt uw telefoon op de code om de pagina te openen, of noteer het adres:
field-code-large = Dit scherm is te klein voor een code. Noteer het adres:
field-code-button = Open op uw telefoon: { $address }
field-file-signature = U tekent aan de balie: ga nu zonder verder.
field-file-photo = Uw foto wordt aan de balie gemaakt: ga nu zonder verder.
field-entry-add = Voeg toe: { $title }
field-entry-another = Nog toevoegen: { $title }
field-entry-change = Wijzigen
field-entry-remove = Verwijderen
field-entry-really = Verwijderen?
field-entry-none = Nog niets toegevoegd
field-entry-default = Onderdeel
field-key-choose = Kiezen
field-key-continue = Verder

## form

form-empty = { $type ->
    [one] Kies een optie
    [many] Kies een of meer opties
    [email] Vul een e-mailadres in
    [phone] Vul een telefoonnummer in
    [number] Vul een getal in
    [price] Vul een bedrag in
    [date] Vul een datum in
    [website] Vul een webadres in
    [name] Vul een naam in
    [address] Vul een adres in
    [file] Kies een bestand
    [textarea] Vul een tekst in
    [consent] Ga hiermee akkoord om verder te gaan
    [time] Vul een tijd in
    [month] Vul een maand in
   *[input] Vul een antwoord in
}
form-about = { $thing }: { $text }
form-thing = ‘{ $title }’
form-thing-name = Naam
form-thing-given-name = Voornaam
form-thing-family-name = Achternaam
form-thing-email = E-mailadres
form-thing-tel = Telefoonnummer
form-thing-address-line1 = Straat en huisnummer
form-thing-address-level2 = Plaats
form-thing-postal-code = Postcode
form-thing-country-name = Land
form-thing-organization = Bedrijf
form-thing-bday = Geboortedatum
form-empty-name = Vul uw naam in
form-empty-given-name = Vul uw voornaam in
form-empty-family-name = Vul uw achternaam in
form-empty-address-line1 = Vul straat en huisnummer in
form-empty-address-level2 = Vul de plaats in
form-empty-postal-code = Vul de postcode in
form-empty-country-name = Kies een land
form-empty-organization = Vul de naam van het bedrijf in
form-empty-bday = Vul uw geboortedatum in
form-tooLong = { $limit ->
    [one] Gebruik hoogstens 1 teken
   *[other] Gebruik hoogstens { $limit } tekens
}
form-tooShort = { $limit ->
    [one] Gebruik minstens 1 teken
   *[other] Gebruik minstens { $limit } tekens
}
form-character = Gebruik alleen letters, cijfers en leestekens: één teken kan niet worden getoond
form-email = Vul een e-mailadres in, zoals naam@example.com
form-phone = Vul een telefoonnummer in, zoals 010 123 4567 of +44 20 7946 0018
form-phoneCountry = Vul het telefoonnummer met landnummer in, zoals +31 10 123 4567
form-phoneExtension = Vul het telefoonnummer zonder toestelnummer in
form-number = Vul een getal in cijfers in, zoals 12 of 3,5
form-price = Vul een bedrag in cijfers in, zoals 12 of 12,50
form-pricePlaces = { $places ->
    [0] Vul een heel bedrag zonder decimalen in, zoals 12 of 12500
    [one] Vul een bedrag met hoogstens 1 decimaal in en niets tussen duizendtallen, zoals 12,5 of 12500
   *[other] Vul een bedrag met hoogstens { $places } decimalen in en niets tussen duizendtallen, zoals 12,50 of 12500
}
form-date = Vul een bestaande datum in, zoals 27 3 1985
form-time = Vul een bestaande datum en een tijd in, zoals 27 3 1985 om { $clock }
form-website = Vul een webadres in, zoals www.example.com
form-fileType = Het bestand moet van een van deze soorten zijn: { $types }
form-fileActive = Het bestand bevat programma’s of andere bestanden: druk het af naar een nieuwe PDF, of stuur een foto
form-fileSize = Het bestand mag hoogstens { $limit } MB zijn
form-fileEmpty = Het bestand is leeg: kies een ander
form-fileRead = Het bestand kon niet worden gelezen: kies het opnieuw
form-pattern = Vul het in zoals de vraag aangeeft
form-oneOnly = Kies maar één optie
form-shape = Stuur de delen van een antwoord in subItem, en elk ander antwoord in value of values
form-otherClient = Klant { $id } heeft hier iets anders: laat het weg, of wijzig de gegevens van de klant zelf
form-unknownChoice = Kies een van de aangeboden opties
form-country = Kies een land uit de lijst
form-countryLike = Kies een land uit de lijst: bedoelt u { $name }?
form-other = Schrijf wat u met ‘Anders’ bedoelt
form-tooSmall = Vul { $limit } of meer in
form-tooBig = Vul { $limit } of minder in
form-tooEarly = Niet eerder dan { $limit }
form-tooEarly-time = Niet eerder dan { $limit }
form-tooLate = Niet later dan { $limit }
form-tooLate-time = Niet later dan { $limit }
form-integer = Vul een heel getal in
form-step = { $same ->
    [yes] Vul { $lower } in
   *[no] Vul { $lower } of { $upper } in: wat ertussen ligt, kan niet
}
form-check = Dit nummer kan niet kloppen: vergelijk elke letter en elk cijfer met uw document
form-mask = Vul het zo in: { $example }
form-clock = Vul een tijd in, zoals { $clock }
form-month = Vul een maand en een jaar in, zoals 3/2026
form-consent = Antwoord true, of laat het weg
form-exclusive = ‘{ $name }’ kan niet samen met een andere optie worden gekozen
form-tooFew = { $limit ->
    [one] Voeg er minstens één toe
   *[other] Voeg er minstens { $limit } toe
}
form-tooMany = { $limit ->
    [one] Er is er maar één mogelijk
   *[other] Er zijn er hoogstens { $limit } mogelijk
}
form-requireOne = Beantwoord minstens een van deze vragen: { $titles }
form-notAsked = Deze vraag geldt niet meer na de andere antwoorden: het antwoord is niet bewaard

## page

page-ahead = { $count ->
    [0] U bent als volgende aan de beurt
    [one] 1 persoon voor u
   *[other] { $count } personen voor u
}
page-delay-deskClosed = De wachttijd is langer dan gezegd: een balie is gesloten of heeft ander werk.
page-delay-putBefore = De wachttijd is langer dan gezegd: iemand moest voorgaan.
page-delay-longVisit = De wachttijd is langer dan gezegd: een bezoek duurt langer dan anders.
page-wait-not-known = Wij weten de wachttijd nog niet.
page-no-desk = Er is nu geen balie open. De wachttijd verschijnt hier zodra er een opengaat.
page-called = U bent aan de beurt: { $desk }
page-called-somewhere = U bent aan de beurt
page-missed = U bent geroepen en niet gekomen. Vraag een medewerker.
page-over = Dit bezoek is afgelopen. Dank u wel.
page-updated = Bijgewerkt om { $time }. Deze pagina werkt zichzelf bij.
page-updated-at = Bijgewerkt om { $time }.
page-file-send = Stuur dit bestand
page-file-again = Stuur een ander in plaats daarvan
page-file-sent = Verstuurd: { $name }
page-file-progress = Al verstuurd
page-refused = Dat is niet gelukt
page-refused-text = Ga terug en probeer het zo opnieuw, of vraag een medewerker.
page-gone = Dit nummer bestaat niet
page-gone-ask = Scan de code op uw ticket opnieuw, of vraag een medewerker.

page-held = Uw plaats blijft bewaard: een balie roept u op.
page-sit = Neem plaats. Uw nummer wordt geroepen.
page-stale = Geen verbinding. Wat u ziet, is van de tijd hieronder. Opnieuw proberen…
page-alert = Waarschuw mij met geluid
page-keep = Houd deze pagina open en het scherm aan.
page-keep-sound = Houd deze pagina open en het scherm aan; u hoort een geluid als u aan de beurt bent.
page-awake = Houd deze pagina open: het scherm blijft aan.
page-awake-sound = Houd deze pagina open: het scherm blijft aan, en u hoort een geluid als u aan de beurt bent.
page-start = Neem een nummer
page-start-none = U neemt een nummer bij de ingang
page-start-none-text = De code op uw ticket opent de pagina ervan op uw telefoon.
page-to-start = Diensten van dit kantoor
page-nowhere = Op dit adres is niets
page-nowhere-text = Scan de code op uw ticket of op de poster opnieuw, of vraag een medewerker.
page-cancel = Mijn plaats opgeven
page-cancel-title = Uw plaats opgeven?
page-cancel-text = U gaat uit de rij. Om terug te komen hebt u een nieuw nummer nodig, achteraan in de rij.
page-cancel-yes = Ja, geef mijn plaats op
page-cancel-no = Nee, houd mijn plaats
page-cancelled = Dit nummer is geannuleerd.
page-again = Neem een nieuw nummer
page-closed = Dit bezoek is al even afgelopen
page-closed-ask = De pagina ervan is gesloten. Neem een nieuw nummer voor een nieuw bezoek.
page-access = Toegankelijkheid
page-access-text = Deze pagina’s volgen EN 301 549 en WCAG 2.2 AA, voor zover automatische tests dat laten zien. Ze werken met een toetsenbord, een schermlezer, grote letters, licht en donker.
page-access-gaps = Nog niet getoond: niemand die dagelijks hulpmiddelen gebruikt, heeft ze getest.
page-access-staff = Kunt u deze pagina’s of de automaat niet gebruiken, dan geven medewerkers u een nummer aan een balie.
page-access-contact = Vertel ons wat u niet kunt gebruiken: { $contact }
page-access-ask = Vertel de medewerkers wat u niet kunt gebruiken.

## paper

paper-copy = KOPIE
paper-desk = Ga naar: { $desk }
paper-missing = (met letters die deze printer niet heeft)
paper-state = { $state ->
    [printing] Bezig met printen…
    [yes] Neem uw papier.
    [unknown] Neem uw papier, of onthoud dit nummer.
   *[no] Vandaag geen papier: onthoud dit nummer.
}
paper-again = Opnieuw printen
paper-trouble = { $trouble ->
    [noPaper] geen papier
    [paperLow] het papier is bijna op
    [coverOpen] het deksel staat open
    [cutter] het snijmes zit vast
    [offline] offline
    [noAnswer] geen antwoord: uit, of niet aangesloten
   *[error] een fout
}

## join

join-take = Neem mijn nummer
join-choose = Kies
join-next = Verder
join-more = Door deze antwoorden zijn er meer vragen
join-remove = Verwijder: { $title }
join-open = { $count ->
    [one] Kies uit 1 optie
   *[other] Kies uit { $count } opties
}
join-sign = Teken in het vak met uw vinger of de muis, of voeg een afbeelding van uw handtekening toe.
join-sign-pad = Vak om te tekenen
join-file = Een bestand van hoogstens { $limit } MB: { $types }
join-later = Ik stuur het later via de pagina van mijn nummer, of neem het mee naar de balie
join-code = Code van de wachtruimte
join-code-hint = De vier cijfers op het scherm in de wachtruimte.
join-code-missing = Vul de code in die op het scherm in de wachtruimte staat
join-code-wrong = Deze code is verkeerd of verlopen: vul de code in die nu op het scherm staat
join-unknown = Hier kunt u geen nummer nemen
join-unknown-text = Deze dienst geeft geen nummers per telefoon. Neem er een bij de ingang, of vraag een medewerker.
join-closed = Deze dienst is op dit moment gesloten
join-closed-text = Er zijn nu geen nummers meer. Een medewerker kan zeggen wanneer u terug kunt komen.
join-busy = Te veel nummers tegelijk
join-busy-text = Wacht een minuut en probeer het opnieuw, of neem een nummer bij de ingang.
join-many = U hebt genoeg nummers
join-many-text = Annuleer er een op de pagina ervan, of wacht tot er een aan de beurt is geweest. Grotere groepen nemen hun nummers bij de ingang.
join-refused = Het nummer kon niet worden genomen
join-refused-text = Ga terug en probeer het opnieuw, of neem een nummer bij de ingang.
join-poster = Neem uw nummer met uw telefoon
join-poster-scan = Richt de camera van uw telefoon op de code. De pagina die opengaat, toont uw plaats. Houd haar open: u kunt een geluid horen als u aan de beurt bent.

form-fileAgain = Voeg het bestand opnieuw toe: het wordt alleen bewaard bij een volledig formulier
form-fileRoom = Er is nu geen ruimte voor bestanden: neem het mee naar de balie
form-fileGone = Voeg het bestand opnieuw toe: wat was verstuurd, is er niet meer
page-consent-title = Toestemming voor een ander programma
page-consent-asks = { $name } vraagt om met uw wachtrijen te werken, in de rol ‘{ $role }’.
page-consent-goes = Als u het toestaat, gaat u verder naar { $address }.
page-consent-key = Gebruik de sleutel van een beheerder van uw account.
page-consent-allow = Toestaan
page-consent-deny = Niet toestaan
page-consent-wrong = Dat zijn niet de sleutel en het token van een beheerder.
page-consent-unknown = Dit programma is hier niet bekend, of wil u naar een adres sturen waarvoor het niet is geregistreerd.
