# Ten plik zawiera to, co Walkin mówi po polsku osobom czekającym. Reszta jest po angielsku.
# Not yet read by a native speaker.
#
# Zmiany: zmieniać tylko tekst po prawej stronie znaku „=”. Nazwę po lewej i wszystko w nawiasach klamrowych, jak
# { $count }, zostawić: Walkin wstawia tam liczbę lub nazwę. Zapisać w UTF-8 i uruchomić Walkin ponownie.
#
# Słowa: bilet (ticket), usługa, stanowisko (desk), wezwanie, czas oczekiwania, miejsce w kolejce, pracownik (staff).
# Styl: proste słowa, krótkie zdania, formy bezosobowe („Proszę podać…”); przyciski to polecenia dla urządzenia.

language-name = Polski

## app

app-name = Walkin
app-back = Wstecz
app-close = Zamknij
app-retry = Ponów próbę
app-quit = Zakończ
app-language = Język
app-loading = Chwileczkę…
app-too-small = To okno jest za małe. Walkin potrzebuje { $columns } × { $rows }, a to ma { $wide } × { $high }.
app-too-small-hint = Proszę powiększyć okno lub zmniejszyć litery.
app-mistake = Nie udało się z powodu błędu programu. Szczegóły: { $file }
app-mistake-no-file = Nie udało się z powodu błędu programu.
app-crashed = Walkin zatrzymał się z powodu błędu. Szczegóły: { $file }
app-crashed-no-file = Walkin zatrzymał się z powodu błędu. Nie udało się zapisać szczegółów.

## duration

duration-short = < 1 min
duration-minutes = { $minutes } min
duration-hours = { $hours } godz. { $minutes } min

## answer

answer-yes = tak
answer-no = nie
answer-other = inne: { $text }
answer-rating = { $place } z { $count } ({ $name })
answer-rating-scale = { $name } (od { $first } do { $last })
answer-file-deferred = Później
answer-consent = Zgoda

## wait

wait-range = około { $low }–{ $high } min
wait-up-to = do { $minutes } min
wait-over = { $minutes ->
    [60] ponad godzinę
   *[other] ponad { $minutes } min
}
wait-not-known = czas jeszcze nieznany
wait-no-desk = stanowiska nieczynne
wait-server-away = brak połączenia: czas oczekiwania nie jest znany, ale miejsce w kolejce jest zachowane

## app: keys

app-keyname-enter = Enter
app-keyname-escape = Esc
app-keyname-space = Spacja
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

app-theme-office = Biuro (jasny)
app-theme-night = Noc (ciemny)
app-theme-contrast = Wysoki kontrast
app-theme-paper = Papier (ciepły, jasny)
app-theme-garden = Ogród (zielony, ciemny)

app-theme-problem-unreadable = Nie można odczytać pliku motywu { $file }.
app-theme-problem-format = Plik motywu { $file } nie jest zapisany jak należy: { $reason }.
app-theme-problem-missing = W pliku motywu { $file } brakuje koloru „{ $key }”.
app-theme-problem-colour = W pliku motywu { $file } „{ $value }” nie jest kolorem ({ $key }).
app-theme-problem-unknown = W pliku motywu { $file } jest nieznany wpis „{ $key }”. Reszta jest używana.
app-theme-problem-contrast = Motyw { $file } jest mało czytelny: { $text } na { $ground } ma kontrast { $ratio }, potrzeba co najmniej { $least }.
app-theme-problem-name = Nie ma motywu o nazwie „{ $name }”. Walkin używa „{ $used }”.
app-new-office = Utworzono nowe biuro w { $place }: nie było żadnego.

## display

display-serving = Obsługiwane
display-desk = Stanowisko
display-number = Numer
display-waiting = Czeka: { $count }
display-waiting-service = { $service }: { $count }
display-minutes = { $range } min
display-join-code = Kod na telefon
display-nobody = Tu pojawi się numer biletu.
display-link-down = Łączenie… ostatnia aktualizacja { $time }
display-link-never = Łączenie…
display-mistake = Ekran uruchomiono ponownie po błędzie programu.
display-no-desk = Układ „desk” wymaga ustawienia „desk”: nazwy stanowiska, nad którym wisi ekran.
display-too-small = Numery mają { $have } mm wysokości; z odległości { $seat } m powinny mieć { $least } mm. Proszę wybrać większe litery w terminalu lub większy ekran.
display-no-sound = Brak dźwięku: wezwania są tylko wyświetlane. Powód podaje dziennik.
display-no-speech = Żaden program nie umie tu mówić. Proszę zainstalować dodatek „speech” lub espeak-ng albo ustawić speech_command.
display-no-voice = Nie ma głosu dla języka { $language }.

call-say = Numer { $number }, { $desk }
call-say-somewhere = Numer { $number }, zapraszamy do stanowiska

## desk-name

desk-name-desk = stanowisko
desk-name-counter = lada
desk-name-window = okienko
desk-name-room = pokój
desk-name-office = biuro

## kiosk

kiosk-welcome = Witamy. W czym możemy pomóc?
kiosk-open = Otwarte
kiosk-closed = Zamknięte
kiosk-service-closed = Zamknięte
kiosk-all-closed = Obecnie wszystkie usługi są zamknięte.
kiosk-away = { $minutes ->
    [0] Brak połączenia. Bilet będzie można pobrać, gdy tylko wróci połączenie. Do tego czasu pomogą pracownicy.
    [one] Brak połączenia od 1 minuty. Bilet będzie można pobrać, gdy tylko wróci połączenie. Do tego czasu pomogą pracownicy.
    [few] Brak połączenia od { $minutes } minut. Bilet będzie można pobrać, gdy tylko wróci połączenie. Do tego czasu pomogą pracownicy.
    [many] Brak połączenia od { $minutes } minut. Bilet będzie można pobrać, gdy tylko wróci połączenie. Do tego czasu pomogą pracownicy.
   *[other] Brak połączenia od { $minutes } minuty. Bilet będzie można pobrać, gdy tylko wróci połączenie. Do tego czasu pomogą pracownicy.
}
kiosk-offline = W tej chwili nie ma połączenia. Mimo to można pobrać bilet.
kiosk-offline-used-up = Brak biletów do czasu przywrócenia połączenia
kiosk-more-services = Więcej usług ▼
kiosk-first-services = ▲ Pierwsze usługi
kiosk-start-over = Od nowa
kiosk-read-aloud = Słuchaj
kiosk-read-end = Cisza
kiosk-help = Wezwij pomoc
kiosk-appearance = Aa
kiosk-help-calling = Wzywamy pomoc…
kiosk-help-called = Wezwano pracownika. Proszę tu poczekać.
kiosk-help-coming = Pracownik już idzie.
kiosk-help-away = Brak połączenia: nikogo nie wezwano. Proszę podejść do stanowiska.
kiosk-help-lost = Utracono połączenie. Jeśli nikt nie przyjdzie, proszę podejść do stanowiska.
kiosk-waiting = { $count ->
    [0] Nikt nie czeka
   *[other] Czeka: { $count }
}
kiosk-progress = { $about ->
    [yes] Pytanie { $number } z około { $count }
   *[no] Pytanie { $number } z { $count }
}
kiosk-part = { $about ->
    [yes] Część { $number } z około { $count }
   *[no] Część { $number } z { $count }
}
kiosk-continue = Dalej
kiosk-keyboard = Klawiatura
kiosk-keyboard-hide = Ukryj klawiaturę
kiosk-board-shift = Shift
kiosk-board-delete = Usuń
kiosk-board-clear = Wyczyść
kiosk-board-space = Spacja
kiosk-board-line = Nowy wiersz
kiosk-board-next = Następne
kiosk-problem-title = Coś trzeba poprawić
kiosk-check-title = Proszę sprawdzić odpowiedzi
kiosk-answers = Odpowiedzi { $first }–{ $last }
kiosk-answers-of = Odpowiedzi { $first }–{ $last } z { $count }
kiosk-change = Zmień
kiosk-not-provided = Nie podano
kiosk-show = Pokaż
kiosk-hide = Ukryj
kiosk-show-all = Pokaż wszystko
kiosk-brought = { $count ->
    [0] Kod nie zawiera odpowiedzi do tego formularza.
    [one] Z kodu wpisano 1 odpowiedź.
    [few] Z kodu wpisano { $count } odpowiedzi.
    [many] Z kodu wpisano { $count } odpowiedzi.
   *[other] Z kodu wpisano { $count } odpowiedzi.
}
kiosk-brought-start = Odczytano kod. Proszę wybrać usługę.
kiosk-code-foreign = Ten kod nie jest dla tego urządzenia. Niczego nie wybrano.
kiosk-code-typed = To wpisał czytnik kodów. Proszę sprawdzić przed przejściem dalej.
kiosk-preview-result = Co wysłałoby urządzenie
kiosk-preview-broken = Ostatnia wersja formularza bez błędów. Do poprawienia:
kiosk-take = Pobierz bilet
kiosk-your-number = Numer biletu
kiosk-ahead = { $count ->
    [0] Nikogo wcześniej w kolejce
    [one] Wcześniej w kolejce: 1 osoba
    [few] Wcześniej w kolejce: { $count } osoby
    [many] Wcześniej w kolejce: { $count } osób
   *[other] Wcześniej w kolejce: { $count } osoby
}
kiosk-expected = Czas oczekiwania: { $wait }
kiosk-issued = Pobrano o { $time }
kiosk-sit = Proszę usiąść. Numer zostanie wezwany.
kiosk-scan = Otwórz na telefonie
kiosk-closes = Ta strona zamknie się { $seconds } s po ostatnim dotknięciu.
kiosk-keep = Nie zamykaj
kiosk-kept = Ta strona zostanie na { $minutes } min lub do naciśnięcia Gotowe.
kiosk-done = Gotowe
kiosk-away-title = Nie udało się jeszcze pobrać biletu
kiosk-away-text = Wpisane dane nie zginęły. Obecnie nie ma połączenia.
kiosk-away-again = Urządzenie wciąż próbuje.
kiosk-closed-title = Tę usługę właśnie zamknięto
kiosk-closed-text = Na razie nie ma więcej biletów. Pracownicy powiedzą, kiedy wrócić.
kiosk-refused-title = Nie udało się pobrać biletu
kiosk-to-start = Wróć do początku
kiosk-still-title = Czy ktoś tu jest?
kiosk-still-text = { $count ->
    [one] Za 1 sekundę ekran wróci do początku, a wpisane dane zostaną usunięte.
    [few] Za { $count } sekundy ekran wróci do początku, a wpisane dane zostaną usunięte.
    [many] Za { $count } sekund ekran wróci do początku, a wpisane dane zostaną usunięte.
   *[other] Za { $count } sekundy ekran wróci do początku, a wpisane dane zostaną usunięte.
}
kiosk-still-more = Więcej czasu
kiosk-over-title = Zacząć od nowa?
kiosk-over-text = Wpisane dane zostaną usunięte.
kiosk-over-stay = Kontynuuj
kiosk-leave-title = Wyjść z trybu kiosku?
kiosk-leave-pin = PIN personelu:
kiosk-leave-wrong = To nie jest ten PIN.
kiosk-leave-wait = { $count ->
    [one] To nie jest ten PIN. Ponowna próba za 1 sekundę.
    [few] To nie jest ten PIN. Ponowna próba za { $count } sekundy.
    [many] To nie jest ten PIN. Ponowna próba za { $count } sekund.
   *[other] To nie jest ten PIN. Ponowna próba za { $count } sekundy.
}
kiosk-leave-wait-minutes = To nie jest ten PIN. Ponowna próba za { $count } min.
kiosk-leave-tries = { $count ->
    [one] 1 błędna próba, { $time }.
    [few] { $count } błędne próby, ostatnia { $time }.
    [many] { $count } błędnych prób, ostatnia { $time }.
   *[other] { $count } błędnej próby, ostatnia { $time }.
}
kiosk-leave-clear = Wyczyść
kiosk-leave-go = Wyjdź
kiosk-leave-stay = Zostań
kiosk-line-again = Powtórz
kiosk-line-signs = Co można wpisać
kiosk-line-several = Proszę wpisać numery, oddzielone spacjami. Enter: dalej.
kiosk-line-area = Pusty wiersz kończy tekst.

## kiosk: keys

kiosk-key-back = Wstecz
kiosk-key-continue = Dalej
kiosk-key-pick = Wybierz
kiosk-key-next = Następne
kiosk-key-keyboard = Klawiatura ekranowa
kiosk-key-take = Pobierz bilet
kiosk-key-help = Wezwij pomoc
kiosk-key-done = Gotowe
kiosk-say-on = Odczytywanie jest włączone. Strzałki przesuwają. Enter wybiera, Escape wraca. F4 powtarza, F5 wstrzymuje, F6 i F7 zmieniają głośność, F2 kończy odczytywanie.
kiosk-say-off = Odczytywanie jest wyłączone.
kiosk-say-button = przycisk
kiosk-say-entry = pole tekstowe
kiosk-say-empty = puste
kiosk-say-filled = wypełnione, bez słuchawek nie jest odczytywane
kiosk-say-chosen = wybrane
kiosk-say-not-chosen = nie wybrane
kiosk-say-place = { $number } z { $count }
kiosk-say-star = gwiazdka
kiosk-say-deleted = { $letter } usunięto
kiosk-say-volume = Głośność { $percent }
kiosk-say-headphones = Czy używane są słuchawki? Wtedy odczytywane są też wpisane odpowiedzi.

## field

field-optional = { $title } (nieobowiązkowe)
field-day = Dzień
field-month = Miesiąc
field-year = Rok
field-time = Godzina
field-clear = Wyczyść
field-today = Dzisiaj
# Co można wpisać jako dzień zamiast daty, po przecinkach
field-today-words = dzisiaj, dziś
field-birth-words = urodzenia, urodzin, urodzon
field-other = Inne: proszę wpisać
field-chosen = { $count ->
    [0] Można wybrać kilka
    [one] Wybrano 1: { $names }
    [few] Wybrano { $count }: { $names }
    [many] Wybrano { $count }: { $names }
   *[other] Wybrano { $count }: { $names }
}
field-chosen-one = Wybrano: { $name }
field-search = Szukaj
field-all = { $count ->
    [one] 1 możliwość
    [few] { $count } możliwości
    [many] { $count } możliwości
   *[other] { $count } możliwości
}
field-matches = { $count ->
    [0] Nic nie znaleziono: proszę wpisać mniej liter
    [one] 1 wynik
    [few] { $count } wyniki
    [many] { $count } wyników
   *[other] { $count } wyniku
}
field-up = ◂ { $name }: wszystkie grupy
field-expected-number = Cyframi, np. { $example }
field-expected-price = Kwota cyframi, np. { $example }
field-expected-website = Np. www.example.com
field-expected-date = Np. 27 3 1985
field-expected-time = Np. 27 3 1985, godz. { $clock }
field-expected-clock = Np. { $clock }
field-expected-month = Miesiąc i rok, np. 3/2026
field-expected-like = Np. { $example }
field-rating-1 = Bardzo źle
field-rating-2 = Źle
field-rating-3 = Średnio
field-rating-4 = Dobrze
field-rating-5 = Bardzo dobrze
field-meant = Czy chodzi o { $address }?
field-file-desk = Proszę przynieść do stanowiska: teraz można przejść dalej.
field-file-phone = Lub wysłać telefonem: po pobraniu biletu zeskanować jego kod.
field-file-there = Już otrzymano: { $name }
field-limits-number = { $ends ->
    [same] { $low }
    [both] Od { $low } do { $high }
    [low] { $low } lub więcej
   *[high] { $high } lub mniej
}
field-limits-date = { $ends ->
    [same] { $low }
    [both] Od { $low } do { $high }
    [low] Od { $low }
   *[high] Do { $high }
}
field-limits-month = { $ends ->
    [same] { $low }
    [both] { $low } – { $high }
    [low] { $low } lub później
   *[high] { $high } lub wcześniej
}
field-limits-time = { $ends ->
    [same] O { $low }
    [both] Od { $low } do { $high }
    [low] O { $low } lub później
   *[high] O { $high } lub wcześniej
}
field-limits-entries = { $ends ->
    [same] Dokładnie { $low }
    [both] Od { $low } do { $high }
    [low] Co najmniej { $low }
   *[high] Najwyżej { $high }
}
field-limits-step = Co { $step }
field-consent = Wyrażam zgodę
field-code = Proszę skierować telefon na kod, aby otworzyć stronę, lub zapisać adres:
field-code-large = Ten ekran jest za mały na kod adresu. Proszę zapisać adres:
field-code-button = Otwórz na telefonie: { $address }
field-file-signature = Podpis składa się przy stanowisku: można przejść dalej.
field-file-photo = Zdjęcie robi się przy stanowisku: teraz można przejść dalej.
field-entry-add = Dodaj: { $title }
field-entry-another = Dodaj kolejne: { $title }
field-entry-change = Zmień
field-entry-remove = Usuń
field-entry-really = Na pewno usunąć?
field-entry-none = Jeszcze nic nie dodano
field-entry-default = Pozycja
field-key-choose = Wybierz
field-key-continue = Dalej

## form

form-empty = { $type ->
    [one] Proszę wybrać jedną odpowiedź
    [many] Proszę wybrać co najmniej jedną odpowiedź
    [email] Proszę podać adres e-mail
    [phone] Proszę podać numer telefonu
    [number] Proszę podać liczbę
    [price] Proszę podać kwotę
    [date] Proszę podać datę
    [website] Proszę podać adres strony
    [name] Proszę podać nazwisko
    [address] Proszę podać adres
    [file] Proszę wybrać plik
    [textarea] Proszę wpisać tekst
    [consent] Aby przejść dalej, potrzebna jest zgoda
    [time] Proszę podać godzinę
    [month] Proszę podać miesiąc
   *[input] Proszę podać odpowiedź
}
form-about = { $thing }: { $text }
form-thing = „{ $title }”
form-thing-name = Imię i nazwisko
form-thing-given-name = Imię
form-thing-family-name = Nazwisko
form-thing-email = Adres e-mail
form-thing-tel = Numer telefonu
form-thing-address-line1 = Ulica i numer
form-thing-address-level2 = Miejscowość
form-thing-postal-code = Kod pocztowy
form-thing-country-name = Kraj
form-thing-organization = Firma
form-thing-bday = Data urodzenia
form-empty-name = Proszę podać imię i nazwisko
form-empty-given-name = Proszę podać imię
form-empty-family-name = Proszę podać nazwisko
form-empty-address-line1 = Proszę podać ulicę i numer
form-empty-address-level2 = Proszę podać miejscowość
form-empty-postal-code = Proszę podać kod pocztowy
form-empty-country-name = Proszę wybrać kraj
form-empty-organization = Proszę podać nazwę firmy
form-empty-bday = Proszę podać datę urodzenia
form-tooLong = { $limit ->
    [one] Dozwolony jest najwyżej 1 znak
    [few] Dozwolone są najwyżej { $limit } znaki
    [many] Dozwolone jest najwyżej { $limit } znaków
   *[other] Dozwolone jest najwyżej { $limit } znaku
}
form-tooShort = { $limit ->
    [one] Potrzebny jest co najmniej 1 znak
    [few] Potrzebne są co najmniej { $limit } znaki
    [many] Potrzeba co najmniej { $limit } znaków
   *[other] Potrzeba co najmniej { $limit } znaku
}
form-character = Można użyć tylko liter, cyfr i znaków: jednego z nich nie da się wyświetlić
form-email = Proszę podać adres e-mail, np. nazwisko@example.com
form-phone = Proszę podać numer telefonu, np. 22 123 45 67 lub +44 20 7946 0018
form-phoneCountry = Proszę podać numer telefonu z numerem kraju, np. +48 22 123 45 67
form-phoneExtension = Proszę podać numer telefonu bez numeru wewnętrznego
form-number = Proszę podać liczbę cyframi, np. 12 lub 3,5
form-price = Proszę podać kwotę cyframi, np. 12 lub 12,50
form-pricePlaces = { $places ->
    [0] Proszę podać pełną kwotę bez miejsc po przecinku, np. 12 lub 12500
    [one] Proszę podać kwotę z najwyżej 1 miejscem po przecinku i bez odstępów między tysiącami, np. 12,5 lub 12500
    [few] Proszę podać kwotę z najwyżej { $places } miejscami po przecinku i bez odstępów między tysiącami, np. 12,50 lub 12500
    [many] Proszę podać kwotę z najwyżej { $places } miejscami po przecinku i bez odstępów między tysiącami, np. 12,50 lub 12500
   *[other] Proszę podać kwotę z najwyżej { $places } miejscami po przecinku i bez odstępów między tysiącami, np. 12,50 lub 12500
}
form-date = Proszę podać istniejącą datę, np. 27 3 1985
form-time = Proszę podać istniejącą datę i godzinę, np. 27 3 1985, godz. { $clock }
form-website = Proszę podać adres strony, np. www.example.com
form-fileType = Plik musi być jednego z tych typów: { $types }
form-fileActive = Plik zawiera programy lub inne pliki: proszę wydrukować go do nowego PDF lub wysłać zdjęcie
form-fileSize = Plik może mieć najwyżej { $limit } MB
form-fileEmpty = Plik jest pusty: proszę wybrać inny
form-fileRead = Nie udało się odczytać pliku: proszę wybrać go ponownie
form-pattern = Proszę wpisać to tak, jak opisano w pytaniu
form-oneOnly = Proszę wybrać tylko jedną odpowiedź
form-shape = Części odpowiedzi należy wysłać w subItem, a każdą inną odpowiedź w value lub values
form-otherClient = U klienta { $id } jest tu co innego: należy to pominąć lub zmienić dane samego klienta
form-unknownChoice = Proszę wybrać jedną z podanych odpowiedzi
form-country = Proszę wybrać kraj z listy
form-countryLike = Proszę wybrać kraj z listy: czy chodzi o { $name }?
form-other = Proszę napisać, co oznacza „Inne”
form-tooSmall = Proszę podać { $limit } lub więcej
form-tooBig = Proszę podać { $limit } lub mniej
form-tooEarly = Nie wcześniej niż { $limit }
form-tooEarly-time = Nie wcześniej niż o { $limit }
form-tooLate = Nie później niż { $limit }
form-tooLate-time = Nie później niż o { $limit }
form-integer = Proszę podać liczbę całkowitą
form-step = { $same ->
    [yes] Proszę podać { $lower }
   *[no] Proszę podać { $lower } lub { $upper }: wartości pośrednich nie ma
}
form-check = Ten numer nie może być poprawny: proszę porównać każdą literę i cyfrę z dokumentem
form-mask = Proszę wpisać to tak: { $example }
form-clock = Proszę podać godzinę, np. { $clock }
form-month = Proszę podać miesiąc i rok, np. 3/2026
form-consent = Należy odpowiedzieć true lub pominąć odpowiedź
form-exclusive = „{ $name }” nie można wybrać razem z inną odpowiedzią
form-tooFew = { $limit ->
    [one] Proszę dodać co najmniej 1
    [few] Proszę dodać co najmniej { $limit }
    [many] Proszę dodać co najmniej { $limit }
   *[other] Proszę dodać co najmniej { $limit }
}
form-tooMany = { $limit ->
    [one] Możliwa jest tylko 1 pozycja
    [few] Możliwe są najwyżej { $limit } pozycje
    [many] Możliwe jest najwyżej { $limit } pozycji
   *[other] Możliwe jest najwyżej { $limit } pozycji
}
form-requireOne = Proszę odpowiedzieć na co najmniej jedno z pytań: { $titles }
form-notAsked = Po innych odpowiedziach to pytanie nie ma zastosowania: odpowiedzi nie zachowano

## page

page-ahead = { $count ->
    [0] Ten numer jest następny
    [one] Wcześniej w kolejce: 1 osoba
    [few] Wcześniej w kolejce: { $count } osoby
    [many] Wcześniej w kolejce: { $count } osób
   *[other] Wcześniej w kolejce: { $count } osoby
}
page-delay-deskClosed = Czas oczekiwania jest dłuższy, niż podano: stanowisko zamknięto lub ma inną pracę.
page-delay-putBefore = Czas oczekiwania jest dłuższy, niż podano: ktoś musiał wejść wcześniej.
page-delay-longVisit = Czas oczekiwania jest dłuższy, niż podano: jedna z wizyt trwa wyjątkowo długo.
page-wait-not-known = Czas oczekiwania nie jest jeszcze znany.
page-no-desk = Brak czynnych stanowisk. Czas oczekiwania pojawi się tu po otwarciu pierwszego.
page-called = Zapraszamy: { $desk }
page-called-somewhere = Zapraszamy
page-missed = Numer wezwano, ale nikt nie podszedł. Proszę zapytać pracownika.
page-over = Ta wizyta jest zakończona. Dziękujemy.
page-updated = Stan z { $time }. Strona aktualizuje się sama.
page-updated-at = Stan z { $time }.
page-file-send = Wyślij ten plik
page-file-again = Wyślij inny zamiast niego
page-file-sent = Wysłano: { $name }
page-file-progress = Już wysłano
page-refused = Nie udało się
page-refused-text = Proszę wrócić i spróbować za chwilę lub zapytać pracownika.
page-gone = Nie ma takiego biletu
page-gone-ask = Proszę ponownie zeskanować kod na bilecie lub zapytać pracownika.

page-held = Miejsce jest zachowane: stanowisko wezwie ten numer.
page-sit = Proszę usiąść. Numer zostanie wezwany.
page-stale = Brak połączenia. Widoczne dane są z godziny podanej niżej. Ponawiamy próbę…
page-alert = Powiadom dźwiękiem
page-keep = Proszę nie zamykać tej strony ani nie wyłączać ekranu.
page-keep-sound = Proszę nie zamykać tej strony ani nie wyłączać ekranu; wezwanie zasygnalizuje dźwięk.
page-awake = Proszę nie zamykać tej strony: ekran pozostanie włączony.
page-awake-sound = Proszę nie zamykać tej strony: ekran pozostanie włączony, a wezwanie zasygnalizuje dźwięk.
page-start = Pobierz bilet
page-start-none = Bilety pobiera się przy wejściu
page-start-none-text = Kod na bilecie otwiera jego stronę na telefonie.
page-to-start = Usługi tego biura
page-nowhere = Pod tym adresem nic nie ma
page-nowhere-text = Proszę ponownie zeskanować kod na bilecie lub plakacie albo zapytać pracownika.
page-cancel = Zrezygnuj z miejsca
page-cancel-title = Zrezygnować z miejsca?
page-cancel-text = Oznacza to wyjście z kolejki. Aby wrócić, potrzebny będzie nowy bilet, na końcu kolejki.
page-cancel-yes = Tak, zrezygnuj z miejsca
page-cancel-no = Nie, zachowaj miejsce
page-cancelled = Ten bilet anulowano.
page-again = Pobierz nowy bilet
page-closed = Ta wizyta zakończyła się jakiś czas temu
page-closed-ask = Jej strona jest zamknięta. Na nową wizytę proszę pobrać nowy bilet.
page-access = Dostępność
page-access-text = Te strony są zgodne z EN 301 549 i WCAG 2.2 AA na tyle, na ile pokazują to testy automatyczne. Działają z klawiaturą, z czytnikiem ekranu, z dużymi literami, w trybie jasnym i ciemnym.
page-access-gaps = Jeszcze nie pokazano: nie sprawdził ich nikt, kto na co dzień używa technologii wspomagających.
page-access-staff = Jeśli nie można skorzystać z tych stron lub z automatu, pracownicy wydadzą numer przy stanowisku.
page-access-contact = Proszę nam napisać, z czego nie można skorzystać: { $contact }
page-access-ask = Proszę powiedzieć pracownikom, z czego nie można skorzystać.

## paper

paper-copy = KOPIA
paper-desk = Zapraszamy: { $desk }
paper-missing = (z literami, których ta drukarka nie ma)
paper-state = { $state ->
    [printing] Drukowanie…
    [yes] Proszę zabrać wydruk.
    [unknown] Proszę zabrać wydruk lub zapamiętać numer.
   *[no] Dziś bez wydruku: proszę zapamiętać ten numer.
}
paper-again = Drukuj ponownie
paper-trouble = { $trouble ->
    [noPaper] brak papieru
    [paperLow] papier prawie się skończył
    [coverOpen] pokrywa jest otwarta
    [cutter] nóż się zaciął
    [offline] offline
    [noAnswer] brak odpowiedzi: wyłączona lub niepodłączona
   *[error] błąd
}

## join

join-take = Pobierz bilet
join-choose = Proszę wybrać
join-next = Dalej
join-more = Z tych odpowiedzi wynikają kolejne pytania
join-remove = Usuń: { $title }
join-open = { $count ->
    [one] Wybór z 1 możliwości
    [few] Wybór z { $count } możliwości
    [many] Wybór z { $count } możliwości
   *[other] Wybór z { $count } możliwości
}
join-sign = Proszę podpisać się w polu palcem lub myszą albo dodać obraz podpisu.
join-sign-pad = Pole na podpis
join-file = Plik do { $limit } MB: { $types }
join-later = Wyślę go później ze strony biletu lub przyniosę do stanowiska
join-code = Kod z poczekalni
join-code-hint = Cztery cyfry na ekranie w poczekalni.
join-code-missing = Proszę podać kod z ekranu w poczekalni
join-code-wrong = Ten kod jest błędny lub nieaktualny: proszę podać ten, który jest teraz na ekranie
join-unknown = Tu nie można pobrać biletu
join-unknown-text = Ta usługa nie wydaje biletów na telefon. Proszę pobrać bilet przy wejściu lub zapytać pracownika.
join-closed = Ta usługa jest teraz zamknięta
join-closed-text = Na razie nie ma więcej biletów. Pracownicy powiedzą, kiedy wrócić.
join-busy = Zbyt wiele biletów naraz
join-busy-text = Proszę poczekać minutę i spróbować ponownie lub pobrać bilet przy wejściu.
join-many = Pobrano już dość biletów
join-many-text = Proszę anulować jeden na jego stronie lub poczekać, aż jeden zostanie obsłużony. Większe grupy pobierają bilety przy wejściu.
join-refused = Nie udało się pobrać biletu
join-refused-text = Proszę wrócić i spróbować ponownie lub pobrać bilet przy wejściu.
join-poster = Bilet można pobrać telefonem
join-poster-scan = Proszę skierować aparat telefonu na kod. Otworzy się strona z miejscem w kolejce. Proszę jej nie zamykać: wezwanie może zasygnalizować dźwięk.

form-fileAgain = Proszę dodać plik ponownie: jest zachowywany tylko z pełnym formularzem
form-fileRoom = Teraz nie ma miejsca na pliki: proszę przynieść go do stanowiska
form-fileGone = Proszę dodać plik ponownie: wysłanego już tu nie ma
page-consent-title = Zgoda dla innego programu
page-consent-asks = { $name } prosi o dostęp do kolejek w roli „{ $role }”.
page-consent-goes = Po wyrażeniu zgody nastąpi przejście do { $address }.
page-consent-key = Proszę użyć klucza administratora tego konta.
page-consent-allow = Zezwól
page-consent-deny = Nie zezwalaj
page-consent-wrong = To nie są klucz i token administratora.
page-consent-unknown = Ten program nie jest tu znany lub chce przekierować pod adres, który nie jest dla niego zarejestrowany.
