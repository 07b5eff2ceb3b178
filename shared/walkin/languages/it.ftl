# Questo file contiene ciò che Walkin dice in italiano a chi aspetta. Il resto è detto in inglese.
# Not yet read by a native speaker.
#
# Per modificarlo: cambiare solo il testo a destra di «=». Lasciare il nome a sinistra e tutto ciò che è tra parentesi
# graffe, come { $count }: Walkin vi mette un numero o un nome. Salvare in UTF-8 e riavviare Walkin.
#
# Parole: biglietto (ticket), servizio, sportello (desk), chiamata, attesa, posto in coda, personale (staff).
# Stile: parole semplici, frasi brevi, si dà del Lei; i pulsanti sono comandi dati alla macchina.

language-name = Italiano

## app

app-name = Walkin
app-back = Indietro
app-close = Chiudi
app-retry = Riprova
app-quit = Esci
app-language = Lingua
app-loading = Un momento…
app-too-small = Questa finestra è troppo piccola. A Walkin servono { $columns } × { $rows }, questa misura { $wide } × { $high }.
app-too-small-hint = Ingrandire la finestra o rimpicciolire le lettere.
app-mistake = Non ha funzionato per un errore del programma. Dettagli: { $file }
app-mistake-no-file = Non ha funzionato per un errore del programma.
app-crashed = Walkin si è fermato per un errore. Dettagli: { $file }
app-crashed-no-file = Walkin si è fermato per un errore. Non è stato possibile salvare i dettagli.

## duration

duration-short = < 1 min
duration-minutes = { $minutes } min
duration-hours = { $hours } h { $minutes } min

## answer

answer-yes = sì
answer-no = no
answer-other = altro: { $text }
answer-rating = { $place } su { $count } ({ $name })
answer-rating-scale = { $name } (da { $first } a { $last })
answer-file-deferred = Seguirà
answer-consent = Accettato

## wait

wait-range = circa { $low }–{ $high } minuti
wait-up-to = fino a { $minutes } minuti
wait-over = { $minutes ->
    [60] più di un’ora
   *[other] più di { $minutes } minuti
}
wait-not-known = attesa non ancora nota
wait-no-desk = sportelli ora chiusi
wait-server-away = nessuna connessione: l’attesa non è nota, ma Lei ha il Suo posto

## app: keys

app-keyname-enter = Invio
app-keyname-escape = Esc
app-keyname-space = Spazio
app-keyname-tab = Tab
app-keyname-backspace = Backspace
app-keyname-delete = Canc
app-keyname-insert = Ins
app-keyname-home = Home
app-keyname-end = Fine
app-keyname-pageup = PagSu
app-keyname-pagedown = PagGiù
app-keyname-ctrl = Ctrl
app-keyname-shift = Maiusc
app-keyname-alt = Alt

## app: themes

app-theme-office = Ufficio (chiaro)
app-theme-night = Notte (scuro)
app-theme-contrast = Alto contrasto
app-theme-paper = Carta (caldo, chiaro)
app-theme-garden = Giardino (verde, scuro)

app-theme-problem-unreadable = Impossibile leggere il file del tema { $file }.
app-theme-problem-format = Il file del tema { $file } non è scritto come dovrebbe: { $reason }.
app-theme-problem-missing = Nel file del tema { $file } manca il colore «{ $key }».
app-theme-problem-colour = Nel file del tema { $file }, «{ $value }» non è un colore ({ $key }).
app-theme-problem-unknown = Nel file del tema { $file } c’è una voce sconosciuta, «{ $key }». Il resto viene usato.
app-theme-problem-contrast = Il tema { $file } si legge male: { $text } su { $ground } ha un contrasto di { $ratio }, serve almeno { $least }.
app-theme-problem-name = Nessun tema si chiama «{ $name }». Walkin usa «{ $used }».
app-new-office = Creato un nuovo ufficio in { $place }: non ce n’era nessuno.

## display

display-serving = In corso
display-desk = Sportello
display-number = Numero
display-waiting = In attesa: { $count }
display-waiting-service = { $service }: { $count }
display-minutes = { $range } min
display-join-code = Codice per telefoni
display-nobody = Il Suo numero apparirà qui.
display-link-down = Riconnessione… ultimo aggiornamento { $time }
display-link-never = Connessione…
display-mistake = Lo schermo è stato riavviato dopo un errore del programma.
display-no-desk = La disposizione «desk» richiede l’impostazione «desk»: il nome dello sportello sopra cui è appeso lo schermo.
display-too-small = I numeri sono alti { $have } mm; visti da { $seat } m dovrebbero essere { $least } mm. Scegliere lettere più grandi nel terminale, o uno schermo più grande.
display-no-sound = Non c’è audio: le chiamate sono solo mostrate. Il registro dice perché.
display-no-speech = Nessun programma qui può parlare. Installare l’extra «speech» o espeak-ng, o impostare speech_command.
display-no-voice = Non c’è una voce per la lingua { $language }.

call-say = Numero { $number }, { $desk }
call-say-somewhere = Numero { $number }, si presenti allo sportello

## desk-name

desk-name-desk = sportello
desk-name-counter = banco
desk-name-window = sportello
desk-name-room = stanza
desk-name-office = ufficio

## kiosk

kiosk-welcome = Benvenuti. Come possiamo aiutarvi?
kiosk-open = Aperto
kiosk-closed = Chiuso
kiosk-service-closed = Chiuso
kiosk-all-closed = Al momento tutti i servizi sono chiusi.
kiosk-away = { $minutes ->
    [0] Connessione assente. Potrà ritirare un biglietto appena torna. Fino ad allora può aiutarLa il personale.
    [one] Connessione assente da 1 minuto. Potrà ritirare un biglietto appena torna. Fino ad allora può aiutarLa il personale.
   *[other] Connessione assente da { $minutes } minuti. Potrà ritirare un biglietto appena torna. Fino ad allora può aiutarLa il personale.
}
kiosk-offline = Al momento non c’è connessione. Può comunque prendere un biglietto.
kiosk-offline-used-up = Nessun biglietto finché non torna la connessione
kiosk-more-services = Altri servizi ▼
kiosk-first-services = ▲ Primi servizi
kiosk-start-over = Ricomincia
kiosk-read-aloud = Ascolta
kiosk-read-end = Voce off
kiosk-help = Chiama il personale
kiosk-appearance = Aa
kiosk-help-calling = Chiamata in corso…
kiosk-help-called = Il personale è stato chiamato. Attenda qui.
kiosk-help-coming = Sta arrivando qualcuno.
kiosk-help-away = Non c’è connessione: il personale non è stato chiamato. Si rivolga a uno sportello.
kiosk-help-lost = Connessione interrotta. Se non arriva nessuno, si rivolga a uno sportello.
kiosk-waiting = { $count ->
    [0] Nessuno in attesa
   *[other] { $count } in attesa
}
kiosk-progress = { $about ->
    [yes] Domanda { $number } di circa { $count }
   *[no] Domanda { $number } di { $count }
}
kiosk-part = { $about ->
    [yes] Parte { $number } di circa { $count }
   *[no] Parte { $number } di { $count }
}
kiosk-continue = Continua
kiosk-keyboard = Tastiera
kiosk-keyboard-hide = Nascondi tastiera
kiosk-board-shift = Maiusc
kiosk-board-delete = Cancella
kiosk-board-clear = Svuota
kiosk-board-space = Spazio
kiosk-board-line = A capo
kiosk-board-next = Avanti
kiosk-problem-title = C’è un problema
kiosk-check-title = Controlli le Sue risposte
kiosk-answers = Risposte { $first }–{ $last }
kiosk-answers-of = Risposte { $first }–{ $last } di { $count }
kiosk-change = Modifica
kiosk-not-provided = Non indicato
kiosk-show = Mostra
kiosk-hide = Nascondi
kiosk-show-all = Mostra tutto
kiosk-brought = { $count ->
    [0] Il codice non contiene risposte per questo modulo.
    [one] 1 risposta è stata inserita dal codice.
   *[other] { $count } risposte sono state inserite dal codice.
}
kiosk-brought-start = Il codice è stato letto. Scelga il servizio per cui è qui.
kiosk-code-foreign = Questo codice non è per questo totem. Non è stato scelto nulla.
kiosk-code-typed = Compilato da un lettore di codici. Controlli prima di continuare.
kiosk-preview-result = Ciò che il totem invierebbe
kiosk-preview-broken = L’ultima versione del modulo senza errori. Da correggere:
kiosk-take = Ritira il biglietto
kiosk-your-number = Il Suo numero
kiosk-ahead = { $count ->
    [0] Nessuno prima di Lei
    [one] 1 persona prima di Lei
   *[other] { $count } persone prima di Lei
}
kiosk-expected = Attesa prevista: { $wait }
kiosk-issued = Ritirato alle { $time }
kiosk-sit = Si accomodi. Il Suo numero sarà chiamato.
kiosk-scan = Apra sul telefono
kiosk-closes = Questa pagina si chiude { $seconds } secondi dopo l’ultimo tocco.
kiosk-keep = Tieni aperto
kiosk-kept = Questa pagina resta { $minutes } minuti, o finché non preme Fatto.
kiosk-done = Fatto
kiosk-away-title = Il biglietto non è ancora disponibile
kiosk-away-text = Ciò che ha scritto non è perso. Al momento non c’è connessione.
kiosk-away-again = Il totem continua a provare.
kiosk-closed-title = Questo servizio ha appena chiuso
kiosk-closed-text = Per ora non dà altri biglietti. Il personale può dirLe quando tornare.
kiosk-refused-title = Impossibile ritirare il biglietto
kiosk-to-start = Torna all’inizio
kiosk-still-title = È ancora qui?
kiosk-still-text = { $count ->
    [one] Tra 1 secondo si ricomincia da capo e ciò che ha scritto viene cancellato.
   *[other] Tra { $count } secondi si ricomincia da capo e ciò che ha scritto viene cancellato.
}
kiosk-still-more = Mi serve più tempo
kiosk-over-title = Ricominciare?
kiosk-over-text = Ciò che ha inserito sarà cancellato.
kiosk-over-stay = Continua
kiosk-leave-title = Uscire dal totem?
kiosk-leave-pin = PIN del personale:
kiosk-leave-wrong = Il PIN non è questo.
kiosk-leave-wait = { $count ->
    [one] Il PIN non è questo. Riprovare tra 1 secondo.
   *[other] Il PIN non è questo. Riprovare tra { $count } secondi.
}
kiosk-leave-wait-minutes = Il PIN non è questo. Riprovare tra { $count } minuti.
kiosk-leave-tries = { $count ->
    [one] 1 tentativo errato, il { $time }.
   *[other] { $count } tentativi errati, l’ultimo il { $time }.
}
kiosk-leave-clear = Svuota
kiosk-leave-go = Esci
kiosk-leave-stay = Resta
kiosk-line-again = Ripeti
kiosk-line-signs = Cosa si può digitare
kiosk-line-several = Digiti i numeri, separati da spazi. Invio per continuare.
kiosk-line-area = Una riga vuota termina il testo.

## kiosk: keys

kiosk-key-back = Indietro
kiosk-key-continue = Continua
kiosk-key-pick = Scegli
kiosk-key-next = Avanti
kiosk-key-keyboard = Tastiera
kiosk-key-take = Ritira il biglietto
kiosk-key-help = Chiedi aiuto
kiosk-key-done = Fatto
kiosk-say-on = La voce è attiva. Le frecce spostano. Invio sceglie, Esc torna indietro. F4 ripete, F5 mette in pausa, F6 e F7 cambiano il volume, F2 spegne la voce.
kiosk-say-off = La voce è spenta.
kiosk-say-button = pulsante
kiosk-say-entry = campo di testo
kiosk-say-empty = vuoto
kiosk-say-filled = compilato, non viene letto ad alta voce senza cuffie
kiosk-say-chosen = selezionato
kiosk-say-not-chosen = non selezionato
kiosk-say-place = { $number } di { $count }
kiosk-say-star = stella
kiosk-say-deleted = { $letter } cancellato
kiosk-say-volume = Volume { $percent }
kiosk-say-headphones = Usa le cuffie? Allora vengono lette anche le sue risposte.

## field

field-optional = { $title } (facoltativo)
field-day = Giorno
field-month = Mese
field-year = Anno
field-time = Ora
field-clear = Svuota
field-today = Oggi
# Ciò che si può scrivere come giorno al posto di una data, tra virgole
field-today-words = oggi
field-birth-words = nascita, nato il, nata il
field-other = Altro: specificare
field-chosen = { $count ->
    [0] Scelga tutte le voci adatte
    [one] 1 scelta: { $names }
   *[other] { $count } scelte: { $names }
}
field-chosen-one = Scelta: { $name }
field-search = Scriva per cercare
field-all = { $count ->
    [one] 1 voce
   *[other] { $count } voci
}
field-matches = { $count ->
    [0] Nessun risultato: provi con meno lettere
    [one] 1 risultato
   *[other] { $count } risultati
}
field-up = ◂ { $name }: tutti i gruppi
field-expected-number = In cifre, ad es. { $example }
field-expected-price = Un importo in cifre, ad es. { $example }
field-expected-website = Ad es. www.example.com
field-expected-date = Ad es. 27 3 1985
field-expected-time = Ad es. 27 3 1985 alle { $clock }
field-expected-clock = Ad es. { $clock }
field-expected-month = Mese e anno, ad es. 3/2026
field-expected-like = Ad es. { $example }
field-rating-1 = Pessimo
field-rating-2 = Scarso
field-rating-3 = Discreto
field-rating-4 = Buono
field-rating-5 = Ottimo
field-meant = Intendeva { $address }?
field-file-desk = Lo porti allo sportello: ora può continuare senza.
field-file-phone = O lo invii dal telefono: ritirato il biglietto, scansioni il codice.
field-file-there = Già ricevuto: { $name }
field-limits-number = { $ends ->
    [same] { $low }
    [both] Da { $low } a { $high }
    [low] { $low } o più
   *[high] { $high } o meno
}
field-limits-date = { $ends ->
    [same] { $low }
    [both] Da: { $low } · a: { $high }
    [low] Non prima di: { $low }
   *[high] Non dopo: { $high }
}
field-limits-month = { $ends ->
    [same] { $low }
    [both] Da { $low } a { $high }
    [low] { $low } o dopo
   *[high] { $high } o prima
}
field-limits-time = { $ends ->
    [same] Alle { $low }
    [both] Dalle { $low } alle { $high }
    [low] Dalle { $low } in poi
   *[high] Fino alle { $high }
}
field-limits-entries = { $ends ->
    [same] Esattamente { $low }
    [both] Da { $low } a { $high }
    [low] Almeno { $low }
   *[high] Al massimo { $high }
}
field-limits-step = A passi di { $step }
field-consent = Accetto
field-code = Inquadri il codice con il telefono per aprire la pagina, o annoti l’indirizzo:
field-code-large = Lo schermo è troppo piccolo per un codice. Annoti l’indirizzo:
field-code-button = Apra sul telefono: { $address }
field-file-signature = Firmerà allo sportello: ora può continuare senza.
field-file-photo = La foto si fa allo sportello: ora può continuare senza.
field-entry-add = Aggiungi: { $title }
field-entry-another = Aggiungi ancora: { $title }
field-entry-change = Modifica
field-entry-remove = Rimuovi
field-entry-really = Rimuovere?
field-entry-none = Ancora nessuna voce
field-entry-default = Voce
field-key-choose = Scegli
field-key-continue = Continua

## form

form-empty = { $type ->
    [one] Scelga una risposta
    [many] Scelga una o più risposte
    [email] Inserisca un indirizzo e-mail
    [phone] Inserisca un numero di telefono
    [number] Inserisca un numero
    [price] Inserisca un importo
    [date] Inserisca una data
    [website] Inserisca un indirizzo web
    [name] Inserisca un nome
    [address] Inserisca un indirizzo
    [file] Scelga un file
    [textarea] Inserisca un testo
    [consent] Per continuare occorre accettare
    [time] Inserisca un’ora
    [month] Inserisca un mese
   *[input] Inserisca una risposta
}
form-about = { $thing }: { $text }
form-thing = «{ $title }»
form-thing-name = Nome
form-thing-given-name = Nome
form-thing-family-name = Cognome
form-thing-email = Indirizzo e-mail
form-thing-tel = Numero di telefono
form-thing-address-line1 = Via e numero civico
form-thing-address-level2 = Città
form-thing-postal-code = CAP
form-thing-country-name = Paese
form-thing-organization = Azienda
form-thing-bday = Data di nascita
form-empty-name = Inserisca il Suo nome
form-empty-given-name = Inserisca il Suo nome
form-empty-family-name = Inserisca il Suo cognome
form-empty-address-line1 = Inserisca via e numero civico
form-empty-address-level2 = Inserisca la città
form-empty-postal-code = Inserisca il CAP
form-empty-country-name = Scelga un Paese
form-empty-organization = Inserisca il nome dell’azienda
form-empty-bday = Inserisca la Sua data di nascita
form-tooLong = { $limit ->
    [one] Usi al massimo 1 carattere
   *[other] Usi al massimo { $limit } caratteri
}
form-tooShort = { $limit ->
    [one] Usi almeno 1 carattere
   *[other] Usi almeno { $limit } caratteri
}
form-character = Usi solo lettere, cifre e segni: un carattere non può essere mostrato
form-email = Inserisca un indirizzo e-mail, ad es. nome@example.com
form-phone = Inserisca un numero di telefono, ad es. 02 1234 5678 o +44 20 7946 0018
form-phoneCountry = Inserisca il numero di telefono con il prefisso del Paese, ad es. +39 02 1234 5678
form-phoneExtension = Inserisca il numero di telefono senza interno
form-number = Inserisca un numero in cifre, ad es. 12 o 3,5
form-price = Inserisca un importo in cifre, ad es. 12 o 12,50
form-pricePlaces = { $places ->
    [0] Inserisca un importo intero senza decimali, ad es. 12 o 12500
    [one] Inserisca un importo con al massimo 1 decimale e niente tra le migliaia, ad es. 12,5 o 12500
   *[other] Inserisca un importo con al massimo { $places } decimali e niente tra le migliaia, ad es. 12,50 o 12500
}
form-date = Inserisca una data esistente, ad es. 27 3 1985
form-time = Inserisca una data esistente e un’ora, ad es. 27 3 1985 alle { $clock }
form-website = Inserisca un indirizzo web, ad es. www.example.com
form-fileType = Il file deve essere di uno di questi tipi: { $types }
form-fileActive = Il file contiene programmi o altri file: lo stampi in un nuovo PDF o invii una foto
form-fileSize = Il file può avere al massimo { $limit } MB
form-fileEmpty = Il file è vuoto: ne scelga un altro
form-fileRead = Impossibile leggere il file: lo scelga di nuovo
form-pattern = Lo scriva come indica la domanda
form-oneOnly = Scelga una sola risposta
form-shape = Inviare le parti di una risposta in subItem, e ogni altra risposta in value o values
form-otherClient = Il cliente { $id } ha altro in questo punto: non inviarlo, o modificare la scheda del cliente stesso
form-unknownChoice = Scelga una delle risposte proposte
form-country = Scelga un Paese dall’elenco
form-countryLike = Scelga un Paese dall’elenco: intendeva { $name }?
form-other = Scriva che cosa intende con «Altro»
form-tooSmall = Inserisca { $limit } o più
form-tooBig = Inserisca { $limit } o meno
form-tooEarly = Non prima di: { $limit }
form-tooEarly-time = Non prima delle { $limit }
form-tooLate = Non dopo: { $limit }
form-tooLate-time = Non dopo le { $limit }
form-integer = Inserisca un numero intero
form-step = { $same ->
    [yes] Inserisca { $lower }
   *[no] Inserisca { $lower } o { $upper }: un valore intermedio non è possibile
}
form-check = Questo numero non può essere giusto: confronti ogni lettera e cifra con il Suo documento
form-mask = Lo scriva così: { $example }
form-clock = Inserisca un’ora, ad es. { $clock }
form-month = Inserisca un mese e un anno, ad es. 3/2026
form-consent = Rispondere true, oppure ometterlo
form-exclusive = «{ $name }» non si può scegliere insieme ad altre risposte
form-tooFew = { $limit ->
    [one] Ne aggiunga almeno 1
   *[other] Ne aggiunga almeno { $limit }
}
form-tooMany = { $limit ->
    [one] È possibile uno solo
   *[other] Ne sono possibili al massimo { $limit }
}
form-requireOne = Risponda almeno a una di queste domande: { $titles }
form-notAsked = Questa domanda non vale più dopo le altre risposte: la risposta non è stata conservata

## page

page-ahead = { $count ->
    [0] Il prossimo turno è il Suo
    [one] 1 persona prima di Lei
   *[other] { $count } persone prima di Lei
}
page-delay-deskClosed = L’attesa è più lunga del previsto: uno sportello ha chiuso o ha altro lavoro.
page-delay-putBefore = L’attesa è più lunga del previsto: qualcuno è dovuto passare prima.
page-delay-longVisit = L’attesa è più lunga del previsto: una visita dura più del solito.
page-wait-not-known = Non conosciamo ancora l’attesa.
page-no-desk = Nessuno sportello è aperto ora. L’attesa apparirà qui appena ne apre uno.
page-called = È il Suo turno: { $desk }
page-called-somewhere = È il Suo turno
page-missed = Il Suo numero è stato chiamato. Si rivolga al personale.
page-over = Questa visita è terminata. Grazie.
page-updated = Aggiornato alle { $time }. Questa pagina si aggiorna da sola.
page-updated-at = Aggiornato alle { $time }.
page-file-send = Invia questo file
page-file-again = Invia un altro file al suo posto
page-file-sent = Inviato: { $name }
page-file-progress = Già inviato
page-refused = Non ha funzionato
page-refused-text = Torni indietro e riprovi tra poco, o si rivolga al personale.
page-gone = Questo biglietto non esiste
page-gone-ask = Scansioni di nuovo il codice del biglietto, o si rivolga al personale.

page-held = Il Suo posto è conservato: uno sportello La chiamerà.
page-sit = Si accomodi. Il Suo numero sarà chiamato.
page-stale = Connessione assente. Ciò che vede risale all’ora qui sotto. Nuovo tentativo…
page-alert = Avvisami con un suono
page-keep = Tenga aperta questa pagina e lo schermo acceso.
page-keep-sound = Tenga aperta questa pagina e lo schermo acceso; un suono La avvisa quando è il Suo turno.
page-awake = Tenga aperta questa pagina: lo schermo resta acceso.
page-awake-sound = Tenga aperta questa pagina: lo schermo resta acceso e un suono La avvisa quando è il Suo turno.
page-start = Ritira un biglietto
page-start-none = I biglietti si ritirano all’ingresso
page-start-none-text = Il codice sul biglietto apre la sua pagina sul telefono.
page-to-start = Servizi di questo ufficio
page-nowhere = A questo indirizzo non c’è nulla
page-nowhere-text = Scansioni di nuovo il codice del biglietto o del cartello, o si rivolga al personale.
page-cancel = Annulla il mio posto
page-cancel-title = Annullare il posto?
page-cancel-text = Lascerà la coda. Per tornare servirà un nuovo biglietto, in fondo alla coda.
page-cancel-yes = Sì, annulla il mio posto
page-cancel-no = No, tieni il mio posto
page-cancelled = Questo biglietto è stato annullato.
page-again = Ritira un nuovo biglietto
page-closed = Questa visita è finita da un po’
page-closed-ask = La sua pagina è chiusa. Per una nuova visita ritiri un nuovo biglietto.
page-access = Accessibilità
page-access-text = Queste pagine seguono EN 301 549 e WCAG 2.2 AA, per quanto mostrano prove automatiche. Funzionano con la tastiera, con un lettore di schermo, a caratteri grandi, in chiaro e in scuro.
page-access-gaps = Non ancora mostrato: nessuno che usa ogni giorno tecnologie assistive le ha provate.
page-access-staff = Se non può usare queste pagine o la macchina, il personale Le dà un biglietto allo sportello.
page-access-contact = Ci dica che cosa non può usare: { $contact }
page-access-ask = Dica al personale che cosa non può usare.

## paper

paper-copy = COPIA
paper-desk = Vada a: { $desk }
paper-missing = (con lettere che questa stampante non ha)
paper-state = { $state ->
    [printing] Stampa in corso…
    [yes] Prenda la carta.
    [unknown] Prenda la carta, o conservi questo numero.
   *[no] Oggi niente carta: conservi questo numero.
}
paper-again = Ristampa
paper-trouble = { $trouble ->
    [noPaper] carta finita
    [paperLow] carta quasi finita
    [coverOpen] il coperchio è aperto
    [cutter] la taglierina è bloccata
    [offline] non in linea
    [noAnswer] nessuna risposta: spenta o non collegata
   *[error] un errore
}

## join

join-take = Ritira il biglietto
join-choose = Scelga
join-next = Continua
join-more = Queste risposte portano ad altre domande
join-remove = Rimuovi: { $title }
join-open = { $count ->
    [one] Scelga tra 1 voce
   *[other] Scelga tra { $count } voci
}
join-sign = Firmi nel riquadro con il dito o il mouse, o aggiunga un’immagine della Sua firma.
join-sign-pad = Riquadro per la firma
join-file = Un file di massimo { $limit } MB: { $types }
join-later = Lo invierò più tardi dalla pagina del biglietto, o lo porterò allo sportello
join-code = Codice della sala d’attesa
join-code-hint = Le quattro cifre sullo schermo nella sala d’attesa.
join-code-missing = Inserisca il codice sullo schermo della sala d’attesa
join-code-wrong = Questo codice è errato o scaduto: inserisca quello che è ora sullo schermo
join-unknown = Qui non si ritirano biglietti
join-unknown-text = Questo servizio non dà biglietti per telefono. Ne ritiri uno all’ingresso, o si rivolga al personale.
join-closed = Al momento questo servizio è chiuso
join-closed-text = Per ora non dà altri biglietti. Il personale può dirLe quando tornare.
join-busy = Troppi biglietti ritirati insieme
join-busy-text = Attenda un minuto e riprovi, o ritiri un biglietto all’ingresso.
join-many = Ha già abbastanza biglietti
join-many-text = Ne annulli uno sulla sua pagina, o attenda che uno sia servito. I gruppi più grandi ritirano i biglietti all’ingresso.
join-refused = Impossibile ritirare il biglietto
join-refused-text = Torni indietro e riprovi, o ritiri un biglietto all’ingresso.
join-poster = Ritiri il biglietto con il telefono
join-poster-scan = Inquadri il codice con la fotocamera del telefono. La pagina che si apre mostra il Suo posto. La tenga aperta: può avvisarLa con un suono quando è il Suo turno.

form-fileAgain = Aggiunga di nuovo il file: si conserva solo con un modulo completo
form-fileRoom = Ora non c’è spazio per i file: lo porti allo sportello
form-fileGone = Aggiunga di nuovo il file: quello inviato non c’è più
page-consent-title = Autorizzazione per un altro programma
page-consent-asks = { $name } chiede di lavorare con le Sue code, nel ruolo «{ $role }».
page-consent-goes = Se lo consente, proseguirà su { $address }.
page-consent-key = Usi la chiave di un amministratore del Suo account.
page-consent-allow = Consenti
page-consent-deny = Non consentire
page-consent-wrong = Queste non sono la chiave e il token di un amministratore.
page-consent-unknown = Questo programma non è noto qui, o vuole inviarLa a un indirizzo che non è registrato per esso.
