# Acest fișier conține ce spune Walkin în română celor care așteaptă. Restul este spus în engleză.
# Not yet read by a native speaker.
#
# Modificare: schimbați doar textul din dreapta semnului „=”. Păstrați numele din stânga și tot ce este între acolade,
# ca { $count }: acolo Walkin pune un număr sau un nume. Salvați în UTF-8 și porniți din nou Walkin.
#
# Cuvinte: bon (ticket), serviciu, ghișeu (desk), apel, așteptare, loc la rând, personal (staff).
# Stil: cuvinte simple, propoziții scurte, dumneavoastră; butoanele sunt comenzi date aparatului.

language-name = Română

## app

app-name = Walkin
app-back = Înapoi
app-close = Închide
app-retry = Reîncearcă
app-quit = Ieșire
app-language = Limba
app-loading = Un moment…
app-too-small = Această fereastră este prea mică. Walkin are nevoie de { $columns } × { $rows }, aceasta are { $wide } × { $high }.
app-too-small-hint = Măriți fereastra sau micșorați literele.
app-mistake = Nu a funcționat din cauza unei erori a programului. Detalii: { $file }
app-mistake-no-file = Nu a funcționat din cauza unei erori a programului.
app-crashed = Walkin s-a oprit din cauza unei erori. Detalii: { $file }
app-crashed-no-file = Walkin s-a oprit din cauza unei erori. Detaliile nu au putut fi salvate.

## duration

duration-short = < 1 min
duration-minutes = { $minutes } min
duration-hours = { $hours } h { $minutes } min

## answer

answer-yes = da
answer-no = nu
answer-other = altul: { $text }
answer-rating = { $place } din { $count } ({ $name })
answer-rating-scale = { $name } (de la { $first } la { $last })
answer-file-deferred = Mai târziu
answer-consent = De acord

## wait

wait-range = circa { $low }–{ $high } min
wait-up-to = până la { $minutes } min
wait-over = { $minutes ->
    [60] peste o oră
   *[other] peste { $minutes } min
}
wait-not-known = timp încă necunoscut
wait-no-desk = ghișee închise acum
wait-server-away = fără conexiune: timpul de așteptare nu este cunoscut, dar aveți locul dumneavoastră

## app: keys

app-keyname-enter = Enter
app-keyname-escape = Esc
app-keyname-space = Spațiu
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

app-theme-office = Birou (luminos)
app-theme-night = Noapte (întunecat)
app-theme-contrast = Contrast ridicat
app-theme-paper = Hârtie (cald, luminos)
app-theme-garden = Grădină (verde, întunecat)

app-theme-problem-unreadable = Fișierul temei { $file } nu poate fi citit.
app-theme-problem-format = Fișierul temei { $file } nu este scris cum trebuie: { $reason }.
app-theme-problem-missing = În fișierul temei { $file } lipsește culoarea „{ $key }”.
app-theme-problem-colour = În fișierul temei { $file }, „{ $value }” nu este o culoare ({ $key }).
app-theme-problem-unknown = Fișierul temei { $file } are o intrare necunoscută, „{ $key }”. Restul este folosit.
app-theme-problem-contrast = Tema { $file } se citește greu: { $text } pe { $ground } are un contrast de { $ratio }, este nevoie de cel puțin { $least }.
app-theme-problem-name = Nu există nicio temă cu numele „{ $name }”. Walkin folosește „{ $used }”.
app-new-office = A fost creat un birou nou în { $place }: nu exista niciunul.

## display

display-serving = În lucru
display-desk = Ghișeu
display-number = Număr
display-waiting = Așteaptă: { $count }
display-waiting-service = { $service }: { $count }
display-minutes = { $range } min
display-join-code = Cod pentru telefon
display-nobody = Numărul bonului va apărea aici.
display-link-down = Reconectare… ultima actualizare { $time }
display-link-never = Conectare…
display-mistake = Ecranul a fost repornit după o eroare a programului.
display-no-desk = Aspectul „desk” are nevoie de setarea „desk”: numele ghișeului deasupra căruia este ecranul.
display-too-small = Numerele au { $have } mm înălțime; de la { $seat } m ar trebui să aibă { $least } mm. Alegeți litere mai mari în terminal sau un ecran mai mare.
display-no-sound = Nu există sunet: apelurile sunt doar afișate. Jurnalul spune de ce.
display-no-speech = Niciun program de aici nu poate vorbi. Instalați extensia „speech” sau espeak-ng, ori setați speech_command.
display-no-voice = Nu există o voce pentru limba { $language }.

call-say = Numărul { $number }, { $desk }
call-say-somewhere = Numărul { $number }, vă rugăm la ghișeu

## desk-name

desk-name-desk = ghișeul
desk-name-counter = ghișeul
desk-name-window = ghișeul
desk-name-room = camera
desk-name-office = biroul

## kiosk

kiosk-welcome = Bun venit. Cu ce vă putem ajuta?
kiosk-open = Deschis
kiosk-closed = Închis
kiosk-service-closed = Închis
kiosk-all-closed = Momentan toate serviciile sunt închise.
kiosk-away = { $minutes ->
    [0] Fără conexiune. Veți putea lua un bon imediat ce conexiunea revine. Până atunci vă poate ajuta personalul.
    [one] Fără conexiune de 1 minut. Veți putea lua un bon imediat ce conexiunea revine. Până atunci vă poate ajuta personalul.
    [few] Fără conexiune de { $minutes } minute. Veți putea lua un bon imediat ce conexiunea revine. Până atunci vă poate ajuta personalul.
   *[other] Fără conexiune de { $minutes } de minute. Veți putea lua un bon imediat ce conexiunea revine. Până atunci vă poate ajuta personalul.
}
kiosk-offline = Momentan nu există conexiune. Puteți lua totuși un bon.
kiosk-offline-used-up = Fără bonuri până revine conexiunea
kiosk-more-services = Alte servicii ▼
kiosk-first-services = ▲ Primele servicii
kiosk-start-over = De la capăt
kiosk-read-aloud = Ascultă
kiosk-read-end = Fără voce
kiosk-help = Cere ajutor
kiosk-appearance = Aa
kiosk-help-calling = Chemăm personalul…
kiosk-help-called = Personalul a fost chemat. Așteptați aici.
kiosk-help-coming = Vine cineva.
kiosk-help-away = Nu există conexiune: nu a fost chemat nimeni. Mergeți la un ghișeu.
kiosk-help-lost = Conexiunea s-a pierdut. Dacă nu vine nimeni, mergeți la un ghișeu.
kiosk-waiting = { $count ->
    [0] Nu așteaptă nimeni
   *[other] Așteaptă: { $count }
}
kiosk-progress = { $about ->
    [yes] Întrebarea { $number } din circa { $count }
   *[no] Întrebarea { $number } din { $count }
}
kiosk-part = { $about ->
    [yes] Partea { $number } din circa { $count }
   *[no] Partea { $number } din { $count }
}
kiosk-continue = Continuă
kiosk-keyboard = Tastatură
kiosk-keyboard-hide = Ascunde tastatura
kiosk-board-shift = Shift
kiosk-board-delete = Șterge
kiosk-board-clear = Golește
kiosk-board-space = Spațiu
kiosk-board-line = Rând nou
kiosk-board-next = Următorul
kiosk-problem-title = Există o problemă
kiosk-check-title = Verificați răspunsurile
kiosk-answers = Răspunsurile { $first }–{ $last }
kiosk-answers-of = Răspunsurile { $first }–{ $last } din { $count }
kiosk-change = Modifică
kiosk-not-provided = Necompletat
kiosk-show = Arată
kiosk-hide = Ascunde
kiosk-show-all = Arată tot
kiosk-brought = { $count ->
    [0] Codul nu conține răspunsuri pentru acest formular.
    [one] 1 răspuns a fost completat din cod.
    [few] { $count } răspunsuri au fost completate din cod.
   *[other] { $count } de răspunsuri au fost completate din cod.
}
kiosk-brought-start = Codul a fost citit. Alegeți serviciul pentru care ați venit.
kiosk-code-foreign = Acest cod nu este pentru acest aparat. Nu s-a ales nimic.
kiosk-code-typed = Completat de un cititor de coduri. Verificați înainte de a continua.
kiosk-preview-result = Ce ar trimite aparatul
kiosk-preview-broken = Ultima versiune a formularului fără greșeli. De corectat:
kiosk-take = Ia bonul
kiosk-your-number = Numărul bonului
kiosk-ahead = { $count ->
    [0] Nimeni înainte
    [one] 1 persoană înainte
    [few] { $count } persoane înainte
   *[other] { $count } de persoane înainte
}
kiosk-expected = Timp de așteptare: { $wait }
kiosk-issued = Luat la { $time }
kiosk-sit = Luați loc. Numărul va fi chemat.
kiosk-scan = Deschideți pe telefon
kiosk-closes = Această pagină se închide la { $seconds } s după ultima atingere.
kiosk-keep = Ține pe ecran
kiosk-kept = Această pagină rămâne { $minutes } min sau până apăsați Gata.
kiosk-done = Gata
kiosk-away-title = Bonul nu a putut fi luat încă
kiosk-away-text = Nimic din ce ați scris nu s-a pierdut. Momentan nu există conexiune.
kiosk-away-again = Aparatul încearcă în continuare.
kiosk-closed-title = Acest serviciu tocmai s-a închis
kiosk-closed-text = Deocamdată nu mai dă bonuri. Personalul vă poate spune când să reveniți.
kiosk-refused-title = Bonul nu a putut fi luat
kiosk-to-start = Înapoi la început
kiosk-still-title = Mai sunteți aici?
kiosk-still-text = { $count ->
    [one] Peste 1 secundă ecranul o ia de la capăt, iar ce ați scris se șterge.
    [few] Peste { $count } secunde ecranul o ia de la capăt, iar ce ați scris se șterge.
   *[other] Peste { $count } de secunde ecranul o ia de la capăt, iar ce ați scris se șterge.
}
kiosk-still-more = Mai vreau timp
kiosk-over-title = De la capăt?
kiosk-over-text = Ce ați introdus va fi șters.
kiosk-over-stay = Continuă
kiosk-leave-title = Ieșiți din modul chioșc?
kiosk-leave-pin = PIN-ul personalului:
kiosk-leave-wrong = Acesta nu este PIN-ul.
kiosk-leave-wait = { $count ->
    [one] Acesta nu este PIN-ul. Încercați din nou peste 1 secundă.
    [few] Acesta nu este PIN-ul. Încercați din nou peste { $count } secunde.
   *[other] Acesta nu este PIN-ul. Încercați din nou peste { $count } de secunde.
}
kiosk-leave-wait-minutes = Acesta nu este PIN-ul. Încercați din nou peste { $count } min.
kiosk-leave-tries = { $count ->
    [one] 1 încercare greșită, pe { $time }.
    [few] { $count } încercări greșite, ultima pe { $time }.
   *[other] { $count } de încercări greșite, ultima pe { $time }.
}
kiosk-leave-clear = Golește
kiosk-leave-go = Ieși
kiosk-leave-stay = Rămâi
kiosk-line-again = Repetă
kiosk-line-signs = Ce puteți tasta
kiosk-line-several = Tastați numerele, cu spații între ele. Enter pentru a continua.
kiosk-line-area = Un rând gol încheie textul.

## kiosk: keys

kiosk-key-back = Înapoi
kiosk-key-continue = Continuă
kiosk-key-pick = Alege
kiosk-key-next = Următorul
kiosk-key-keyboard = Tastatură
kiosk-key-take = Ia bonul
kiosk-key-help = Cere ajutor
kiosk-key-done = Gata
kiosk-say-on = Citirea cu voce este pornită. Săgețile mută. Enter alege, Escape merge înapoi. F4 repetă, F5 pune pauză, F6 și F7 schimbă volumul, F2 oprește vocea.
kiosk-say-off = Citirea cu voce este oprită.
kiosk-say-button = buton
kiosk-say-entry = câmp de text
kiosk-say-empty = gol
kiosk-say-filled = completat, nu se citește cu voce tare fără căști
kiosk-say-chosen = selectat
kiosk-say-not-chosen = neselectat
kiosk-say-place = { $number } din { $count }
kiosk-say-star = stea
kiosk-say-deleted = { $letter } șters
kiosk-say-volume = Volum { $percent }
kiosk-say-headphones = Folosiți căști? Atunci sunt citite și răspunsurile dumneavoastră.

## field

field-optional = { $title } (opțional)
field-day = Ziua
field-month = Luna
field-year = Anul
field-time = Ora
field-clear = Golește
field-today = Azi
# Ce se poate scrie ca zi în loc de o dată, între virgule
field-today-words = azi, astăzi
field-birth-words = nașter, naşter, născut
field-other = Altul: scrieți
field-chosen = { $count ->
    [0] Alegeți tot ce se potrivește
    [one] 1 ales: { $names }
    [few] { $count } alese: { $names }
   *[other] { $count } alese: { $names }
}
field-chosen-one = Ales: { $name }
field-search = Scrieți și căutați
field-all = { $count ->
    [one] 1 opțiune
    [few] { $count } opțiuni
   *[other] { $count } de opțiuni
}
field-matches = { $count ->
    [0] Nimic găsit: încercați mai puține litere
    [one] 1 rezultat
    [few] { $count } rezultate
   *[other] { $count } de rezultate
}
field-up = ◂ { $name }: toate grupurile
field-expected-number = În cifre, de ex. { $example }
field-expected-price = O sumă în cifre, de ex. { $example }
field-expected-website = De ex. www.example.com
field-expected-date = De ex. 27 3 1985
field-expected-time = De ex. 27 3 1985, ora { $clock }
field-expected-clock = De ex. { $clock }
field-expected-month = Luna și anul, de ex. 3/2026
field-expected-like = De ex. { $example }
field-rating-1 = Foarte rău
field-rating-2 = Rău
field-rating-3 = Acceptabil
field-rating-4 = Bine
field-rating-5 = Foarte bine
field-meant = Ați vrut să scrieți { $address }?
field-file-desk = Aduceți-l la ghișeu: acum puteți continua fără el.
field-file-phone = Sau trimiteți-l prin telefon: după ce luați bonul, scanați codul lui.
field-file-there = Deja primit: { $name }
field-limits-number = { $ends ->
    [same] { $low }
    [both] De la { $low } la { $high }
    [low] { $low } sau mai mult
   *[high] { $high } sau mai puțin
}
field-limits-date = { $ends ->
    [same] { $low }
    [both] De la { $low } până la { $high }
    [low] De la { $low }
   *[high] Până la { $high }
}
field-limits-month = { $ends ->
    [same] { $low }
    [both] De la { $low } până la { $high }
    [low] { $low } sau mai târziu
   *[high] { $high } sau mai devreme
}
field-limits-time = { $ends ->
    [same] La { $low }
    [both] De la { $low } până la { $high }
    [low] La { $low } sau mai târziu
   *[high] La { $high } sau mai devreme
}
field-limits-entries = { $ends ->
    [same] Exact { $low }
    [both] De la { $low } la { $high }
    [low] Cel puțin { $low }
   *[high] Cel mult { $high }
}
field-limits-step = În pași de { $step }
field-consent = Sunt de acord
field-code = Îndreptați telefonul spre cod pentru a deschide pagina sau notați adresa:
field-code-large = Acest ecran este prea mic pentru un cod. Notați adresa:
field-code-button = Deschideți pe telefon: { $address }
field-file-signature = Semnați la ghișeu: acum puteți continua fără.
field-file-photo = Fotografia se face la ghișeu: acum puteți continua fără ea.
field-entry-add = Adaugă: { $title }
field-entry-another = Mai adaugă: { $title }
field-entry-change = Modifică
field-entry-remove = Elimină
field-entry-really = Eliminați?
field-entry-none = Nimic adăugat încă
field-entry-default = Intrare
field-key-choose = Alege
field-key-continue = Continuă

## form

form-empty = { $type ->
    [one] Alegeți o opțiune
    [many] Alegeți una sau mai multe opțiuni
    [email] Introduceți o adresă de e-mail
    [phone] Introduceți un număr de telefon
    [number] Introduceți un număr
    [price] Introduceți o sumă
    [date] Introduceți o dată
    [website] Introduceți o adresă web
    [name] Introduceți un nume
    [address] Introduceți o adresă
    [file] Alegeți un fișier
    [textarea] Introduceți un text
    [consent] Pentru a continua, este nevoie de acord
    [time] Introduceți o oră
    [month] Introduceți o lună
   *[input] Introduceți un răspuns
}
form-about = { $thing }: { $text }
form-thing = „{ $title }”
form-thing-name = Nume
form-thing-given-name = Prenume
form-thing-family-name = Nume de familie
form-thing-email = Adresă de e-mail
form-thing-tel = Număr de telefon
form-thing-address-line1 = Strada și numărul
form-thing-address-level2 = Localitate
form-thing-postal-code = Cod poștal
form-thing-country-name = Țara
form-thing-organization = Firma
form-thing-bday = Data nașterii
form-empty-name = Introduceți numele
form-empty-given-name = Introduceți prenumele
form-empty-family-name = Introduceți numele de familie
form-empty-address-line1 = Introduceți strada și numărul
form-empty-address-level2 = Introduceți localitatea
form-empty-postal-code = Introduceți codul poștal
form-empty-country-name = Alegeți o țară
form-empty-organization = Introduceți numele firmei
form-empty-bday = Introduceți data nașterii
form-tooLong = { $limit ->
    [one] Folosiți cel mult 1 caracter
    [few] Folosiți cel mult { $limit } caractere
   *[other] Folosiți cel mult { $limit } de caractere
}
form-tooShort = { $limit ->
    [one] Folosiți cel puțin 1 caracter
    [few] Folosiți cel puțin { $limit } caractere
   *[other] Folosiți cel puțin { $limit } de caractere
}
form-character = Folosiți doar litere, cifre și semne: un caracter nu poate fi afișat
form-email = Introduceți o adresă de e-mail, de ex. nume@example.com
form-phone = Introduceți un număr de telefon, de ex. 021 123 4567 sau +44 20 7946 0018
form-phoneCountry = Introduceți numărul de telefon cu prefixul țării, de ex. +40 21 123 4567
form-phoneExtension = Introduceți numărul de telefon fără interior
form-number = Introduceți un număr în cifre, de ex. 12 sau 3,5
form-price = Introduceți o sumă în cifre, de ex. 12 sau 12,50
form-pricePlaces = { $places ->
    [0] Introduceți o sumă întreagă, fără zecimale, de ex. 12 sau 12500
    [one] Introduceți o sumă cu cel mult 1 zecimală și fără semne între mii, de ex. 12,5 sau 12500
    [few] Introduceți o sumă cu cel mult { $places } zecimale și fără semne între mii, de ex. 12,50 sau 12500
   *[other] Introduceți o sumă cu cel mult { $places } de zecimale și fără semne între mii, de ex. 12,50 sau 12500
}
form-date = Introduceți o dată care există, de ex. 27 3 1985
form-time = Introduceți o dată care există și o oră, de ex. 27 3 1985, ora { $clock }
form-website = Introduceți o adresă web, de ex. www.example.com
form-fileType = Fișierul trebuie să fie de unul dintre aceste tipuri: { $types }
form-fileActive = Fișierul conține programe sau alte fișiere: tipăriți-l într-un PDF nou sau trimiteți o fotografie
form-fileSize = Fișierul poate avea cel mult { $limit } MB
form-fileEmpty = Fișierul este gol: alegeți altul
form-fileRead = Fișierul nu a putut fi citit: alegeți-l din nou
form-pattern = Scrieți așa cum arată întrebarea
form-oneOnly = Alegeți o singură opțiune
form-shape = Trimiteți părțile unui răspuns în subItem, și orice alt răspuns în value sau values
form-otherClient = Clientul { $id } are altceva în acest loc: nu îl trimiteți, sau modificați fișa clientului însuși
form-unknownChoice = Alegeți una dintre opțiunile oferite
form-country = Alegeți o țară din listă
form-countryLike = Alegeți o țară din listă: ați vrut să scrieți { $name }?
form-other = Scrieți ce înseamnă „Altul”
form-tooSmall = Introduceți { $limit } sau mai mult
form-tooBig = Introduceți { $limit } sau mai puțin
form-tooEarly = Nu înainte de { $limit }
form-tooEarly-time = Nu înainte de ora { $limit }
form-tooLate = Nu după { $limit }
form-tooLate-time = Nu după ora { $limit }
form-integer = Introduceți un număr întreg
form-step = { $same ->
    [yes] Introduceți { $lower }
   *[no] Introduceți { $lower } sau { $upper }: valorile dintre ele nu sunt posibile
}
form-check = Acest număr nu poate fi corect: comparați fiecare literă și cifră cu documentul
form-mask = Scrieți așa: { $example }
form-clock = Introduceți o oră, de ex. { $clock }
form-month = Introduceți o lună și un an, de ex. 3/2026
form-consent = Răspundeți true, sau omiteți răspunsul
form-exclusive = „{ $name }” nu poate fi ales împreună cu altă opțiune
form-tooFew = { $limit ->
    [one] Adăugați cel puțin 1
    [few] Adăugați cel puțin { $limit }
   *[other] Adăugați cel puțin { $limit }
}
form-tooMany = { $limit ->
    [one] Numai unul este posibil
    [few] Cel mult { $limit } sunt posibile
   *[other] Cel mult { $limit } sunt posibile
}
form-requireOne = Răspundeți la cel puțin una dintre acestea: { $titles }
form-notAsked = Această întrebare nu se mai pune după celelalte răspunsuri: răspunsul ei nu a fost păstrat

## page

page-ahead = { $count ->
    [0] Urmați dumneavoastră
    [one] 1 persoană înainte
    [few] { $count } persoane înainte
   *[other] { $count } de persoane înainte
}
page-delay-deskClosed = Așteptarea este mai lungă decât am spus: un ghișeu s-a închis sau are altă treabă.
page-delay-putBefore = Așteptarea este mai lungă decât am spus: cineva a trebuit să treacă înainte.
page-delay-longVisit = Așteptarea este mai lungă decât am spus: o vizită durează neobișnuit de mult.
page-wait-not-known = Nu știm încă timpul de așteptare.
page-no-desk = Niciun ghișeu nu este deschis acum. Timpul de așteptare apare aici când se deschide unul.
page-called = Este rândul dumneavoastră: { $desk }
page-called-somewhere = Este rândul dumneavoastră
page-missed = Numărul a fost chemat. Întrebați personalul.
page-over = Această vizită s-a încheiat. Vă mulțumim.
page-updated = Actualizat la { $time }. Pagina se actualizează singură.
page-updated-at = Actualizat la { $time }.
page-file-send = Trimite acest fișier
page-file-again = Trimite altul în loc
page-file-sent = Trimis: { $name }
page-file-progress = Trimis până acum
page-refused = Nu a funcționat
page-refused-text = Mergeți înapoi și încercați din nou peste puțin timp sau întrebați personalul.
page-gone = Acest bon nu există
page-gone-ask = Scanați din nou codul de pe bon sau întrebați personalul.

page-held = Locul vă este păstrat: un ghișeu vă va chema.
page-sit = Luați loc. Numărul va fi chemat.
page-stale = Fără conexiune. Ce vedeți este de la ora de mai jos. Încercăm din nou…
page-alert = Anunță-mă cu un sunet
page-keep = Țineți această pagină deschisă și ecranul aprins.
page-keep-sound = Țineți această pagină deschisă și ecranul aprins; veți auzi un sunet când vă vine rândul.
page-awake = Țineți această pagină deschisă: ecranul rămâne aprins.
page-awake-sound = Țineți această pagină deschisă: ecranul rămâne aprins și veți auzi un sunet când vă vine rândul.
page-start = Ia un bon
page-start-none = Bonurile se iau de la intrare
page-start-none-text = Codul de pe bon îi deschide pagina pe telefon.
page-to-start = Serviciile acestui birou
page-nowhere = La această adresă nu este nimic
page-nowhere-text = Scanați din nou codul de pe bon sau de pe afiș, ori întrebați personalul.
page-cancel = Renunță la loc
page-cancel-title = Renunțați la loc?
page-cancel-text = Ieșiți de la rând. Pentru a reveni aveți nevoie de un bon nou, la sfârșitul rândului.
page-cancel-yes = Da, renunț la loc
page-cancel-no = Nu, păstrez locul
page-cancelled = Acest bon a fost anulat.
page-again = Ia un bon nou
page-closed = Această vizită s-a încheiat de ceva timp
page-closed-ask = Pagina ei este închisă. Pentru o vizită nouă luați un bon nou.
page-access = Accesibilitate
page-access-text = Aceste pagini urmează EN 301 549 și WCAG 2.2 AA, atât cât arată testele automate. Merg cu tastatura, cu un cititor de ecran, cu litere mari, pe fond deschis și închis.
page-access-gaps = Încă nearătat: nimeni care folosește zilnic tehnologii de asistare nu le-a încercat.
page-access-staff = Dacă nu puteți folosi aceste pagini sau aparatul, personalul vă dă un bon la un ghișeu.
page-access-contact = Spuneți-ne ce nu puteți folosi: { $contact }
page-access-ask = Spuneți personalului ce nu puteți folosi.

## paper

paper-copy = COPIE
paper-desk = Mergeți la: { $desk }
paper-missing = (cu litere pe care această imprimantă nu le are)
paper-state = { $state ->
    [printing] Se tipărește…
    [yes] Luați hârtia.
    [unknown] Luați hârtia sau rețineți acest număr.
   *[no] Azi fără hârtie: rețineți acest număr.
}
paper-again = Tipărește din nou
paper-trouble = { $trouble ->
    [noPaper] fără hârtie
    [paperLow] hârtia este aproape terminată
    [coverOpen] capacul este deschis
    [cutter] cuțitul este blocat
    [offline] offline
    [noAnswer] niciun răspuns: oprită sau neconectată
   *[error] o eroare
}

## join

join-take = Ia bonul
join-choose = Alegeți
join-next = Continuă
join-more = Din cauza acestor răspunsuri mai sunt întrebări
join-remove = Elimină: { $title }
join-open = { $count ->
    [one] Alegeți din 1 opțiune
    [few] Alegeți din { $count } opțiuni
   *[other] Alegeți din { $count } de opțiuni
}
join-sign = Semnați în casetă cu degetul sau cu mouse-ul, ori adăugați o imagine a semnăturii.
join-sign-pad = Casetă pentru semnătură
join-file = Un fișier de cel mult { $limit } MB: { $types }
join-later = Îl trimit mai târziu din pagina bonului sau îl aduc la ghișeu
join-code = Codul din sala de așteptare
join-code-hint = Cele patru cifre de pe ecranul din sala de așteptare.
join-code-missing = Introduceți codul de pe ecranul din sala de așteptare
join-code-wrong = Acest cod este greșit sau expirat: introduceți codul care este acum pe ecran
join-unknown = Aici nu se pot lua bonuri
join-unknown-text = Acest serviciu nu dă bonuri prin telefon. Luați unul de la intrare sau întrebați personalul.
join-closed = Acest serviciu este închis momentan
join-closed-text = Deocamdată nu mai dă bonuri. Personalul vă poate spune când să reveniți.
join-busy = Se iau prea multe bonuri deodată
join-busy-text = Așteptați un minut și încercați din nou sau luați un bon de la intrare.
join-many = Aveți destule bonuri
join-many-text = Anulați unul pe pagina lui sau așteptați până când unul este servit. Grupurile mai mari își iau bonurile de la intrare.
join-refused = Bonul nu a putut fi luat
join-refused-text = Mergeți înapoi și încercați din nou sau luați un bon de la intrare.
join-poster = Luați bonul cu telefonul
join-poster-scan = Îndreptați camera telefonului spre cod. Pagina care se deschide vă arată locul. Țineți-o deschisă: poate suna când vă vine rândul.

form-fileAgain = Adăugați din nou fișierul: se păstrează doar cu un formular complet
form-fileRoom = Acum nu este loc pentru fișiere: aduceți-l la ghișeu
form-fileGone = Adăugați din nou fișierul: cel trimis nu mai este aici
page-consent-title = Permisiune pentru alt program
page-consent-asks = { $name } cere să lucreze cu cozile dumneavoastră, în rolul „{ $role }”.
page-consent-goes = Dacă permiteți, mergeți mai departe la { $address }.
page-consent-key = Folosiți cheia unui administrator al contului dumneavoastră.
page-consent-allow = Permit
page-consent-deny = Nu permit
page-consent-wrong = Acestea nu sunt cheia și tokenul unui administrator.
page-consent-unknown = Acest program nu este cunoscut aici sau vrea să vă trimită la o adresă pentru care nu este înregistrat.
