# Este archivo contiene lo que Walkin dice en español.
#
# Not yet read by a native speaker.
#
# Para modificarlo: cambie solo el texto a la derecha de «=». Conserve el nombre de la izquierda y todo lo
# que está entre llaves, como { $count }: Walkin pone ahí un número o un nombre. Un texto puede seguir en la
# línea siguiente si esta empieza con espacios. Guarde el archivo en UTF-8 y reinicie Walkin.
#
# Para añadir un idioma: copie este archivo, dé a la copia el código del idioma (it.ftl para el italiano),
# traduzca las partes de la derecha y escriba el nombre del idioma en «language-name».
#
# Estilo: palabras sencillas, frases cortas, decir qué hay que hacer después.
#
# Términos: ticket = turno, service = servicio, queue = cola, desk = puesto, kiosk = terminal,
# display = pantalla, call = llamada, recall = nueva llamada, no-show = ausente, hold = apartar,
# transfer = transferir, put back = devolver a la cola, wait = espera, quoted wait = espera prevista,
# client = persona.

language-name = Español

## app: lo que comparten todas las pantallas

app-name = Walkin
app-back = Atrás
app-close = Cerrar
app-retry = Reintentar
app-quit = Salir
app-language = Idioma
app-loading = Un momento…
app-too-small = Esta ventana es demasiado pequeña. Walkin necesita { $columns } × { $rows } y tiene { $wide } × { $high }.
app-too-small-hint = Agrande la ventana o reduzca el tamaño de la letra.
app-mistake = No ha funcionado por un error del programa. Detalles: { $file }
app-mistake-no-file = No ha funcionado por un error del programa.
app-crashed = Walkin se ha cerrado por un error. Detalles: { $file }
app-crashed-no-file = Walkin se ha cerrado por un error. No se han podido guardar los detalles.

## duration: cuánto ha durado algo

duration-short = < 1 min
duration-minutes = { $minutes } min
duration-hours = { $hours } h { $minutes } min

## answer: las respuestas de un formulario en palabras

answer-yes = sí
answer-no = no
answer-other = otro: { $text }
answer-rating = { $place } de { $count } ({ $name })
answer-rating-scale = { $name } ({ $first } a { $last })
answer-file-deferred = Pendiente
answer-consent = Aceptado

## wait: la espera prevista, en minutos

wait-range = unos { $low }–{ $high } minutos
wait-up-to = hasta { $minutes } minutos
wait-over = { $minutes ->
    [60] más de una hora
   *[other] más de { $minutes } minutos
}
wait-not-known = espera aún desconocida
wait-no-desk = ningún puesto abierto
wait-server-away = sin conexión: no se conoce la espera, pero usted tiene su lugar

## app: los nombres de las teclas, tan cortos como en el teclado

app-keyname-enter = Intro
app-keyname-escape = Esc
app-keyname-space = Espacio
app-keyname-tab = Tab
app-keyname-backspace = Retroceso
app-keyname-delete = Supr
app-keyname-insert = Ins
app-keyname-home = Inicio
app-keyname-end = Fin
app-keyname-pageup = RePág
app-keyname-pagedown = AvPág
app-keyname-ctrl = Ctrl
app-keyname-shift = Mayús
app-keyname-alt = Alt

## app: los temas que vienen con Walkin

app-theme-office = Oficina (claro)
app-theme-night = Noche (oscuro)
app-theme-contrast = Alto contraste
app-theme-paper = Papel (cálido, claro)
app-theme-garden = Jardín (verde, oscuro)

## app: lo que puede fallar en el archivo de un tema

app-theme-problem-unreadable = No se puede leer el archivo de tema { $file }.
app-theme-problem-format = El archivo de tema { $file } no está escrito como debe: { $reason }.
app-theme-problem-missing = Al archivo de tema { $file } le falta el color «{ $key }».
app-theme-problem-colour = En el archivo de tema { $file }, «{ $value }» no es un color ({ $key }).
app-theme-problem-unknown = El archivo de tema { $file } tiene una entrada desconocida, «{ $key }». Se usa el resto.
app-theme-problem-contrast = El tema { $file } se lee mal: { $text } sobre { $ground } tiene un contraste de { $ratio }; hace falta al menos { $least }.
app-theme-problem-name = No hay ningún tema llamado «{ $name }». Walkin usa «{ $used }».
app-new-office = Se ha creado una oficina nueva en { $place }: no había ninguna.

## counter: elegir el puesto y los servicios

counter-setup-title = Preparar este puesto
counter-setup-desk = Nombre de este puesto, p. ej. Puesto 3
counter-setup-person = Su nombre (opcional)
counter-setup-queues = Servicios a los que llama
counter-setup-search = Buscar un servicio…
counter-setup-all = Todos los servicios
counter-setup-start = Empezar
counter-setup-no-desk = Escriba primero el nombre de este puesto.
counter-setup-desk-long = Un nombre puede tener hasta 40 caracteres.
counter-setup-no-queue = Marque al menos un servicio.
counter-setup-none = Esta oficina aún no tiene servicios. Añada uno con: walkin queue add
counter-bar-setup = La barra necesita saber el puesto: walkin counter --bar --desk NOMBRE
counter-new-service = Servicio nuevo: { $names }
counter-no-such-queue = No hay ningún servicio llamado { $name }.

## counter: la línea superior

counter-opening = Un momento…
counter-link-up = Conectado
counter-needs-key = En el servidor: walkin key add --role { $role } --name "esta pantalla"
    Después, ponga api_key y api_token bajo [office] en walkin.toml de este equipo.
counter-link-never = Sin conexión. Reintentando…
counter-link-down = Sin conexión — última actualización { $time } (hace { $age })

## counter: la persona en este puesto

counter-nobody = Nadie en su puesto
counter-nobody-next = F5 llama a { $number } · { $service }
counter-nobody-waiting = No espera nadie. Los turnos nuevos aparecen aquí solos.
counter-here = aquí { $span }
counter-here-of = aquí { $span } de { $minutes }
counter-here-long = Mucho tiempo: { $span } de { $minutes }
counter-waited = esperó { $span }
counter-calls = { $count ->
    [one] llamado una vez
   *[other] llamado { $count } veces
}
counter-also-here = También en este puesto: { $numbers }
counter-speaks = habla { $language }
counter-priority = prioridad { $level }
counter-known-client = quizá ya conocida
counter-no-name = Sin nombre
counter-came = llegó: { $time }
counter-list = Siguientes
counter-services = { $count } servicios
counter-waiting = { $count } en espera
counter-longest = máx. { $span }

## counter: la tabla

counter-state-at = en { $desk }
counter-state-held = apartado
counter-state-for = para { $desk }
counter-alert-exit-pin = { $count ->
    [one] PIN incorrecto: { $kiosk }, { $time }. { $key }: visto.
   *[other] { $count } PIN incorrectos: { $kiosk }, el último { $time }. { $key }: visto.
}
counter-alert-help = Alguien pide ayuda: { $where }. { $key }: ya voy.
counter-alert-printer = Impresora de turnos, { $kiosk }, { $time }: { $trouble }. { $key }: ya voy.
counter-alert-page-start = primera página
counter-alert-page-question = preguntas
counter-alert-page-check = revisión
counter-alert-page-ticket = turno
counter-alert-page-problem = aún sin turno
counter-did-coming = El terminal tiene su respuesta: { $kiosk }.
counter-no-alert = Ningún terminal pide nada.
counter-alert-kiosk = terminal

## counter: lo que se puede hacer, en los botones y en la barra de teclas

counter-key-next = Siguiente
counter-key-recall = Repetir
counter-key-no-show = Ausente
counter-key-finish = Terminar
counter-key-put-back = A la cola
counter-key-call = Llamar
counter-key-row = Actuar sobre la fila
counter-key-resume = Reanudar
counter-key-details = Detalles
counter-key-help = Ayuda
counter-key-language = Idioma
counter-key-open = Abrir
counter-key-save = Guardar
counter-key-edit = Editar
counter-key-quit = Salir
counter-key-transfer = Transferir
counter-key-park = Apartar
counter-key-more = Más
counter-key-coming = Ya voy
counter-key-outcome = Con resultado
counter-key-next-service = Otro servicio
counter-key-place = Cambiar lugar
counter-key-priority = Prioridad
counter-key-note = Nota
counter-key-identify = ¿Es conocida?
counter-key-print = Imprimir turno
counter-key-undo = Deshacer
counter-key-undo-list = Últimas acciones
counter-key-pause = Pausa
counter-key-close-desk = Cerrar puesto
counter-key-returned = Ha vuelto
counter-key-register = Nuevo turno
counter-key-queues = Servicios
counter-key-search = Buscar
counter-key-filter = Un servicio
counter-key-statistics = Estadísticas
counter-key-palette = Acciones
counter-key-colours = Colores

## counter: lo que ha pasado

counter-did-next = { $number } llamado: { $desk }.
counter-did-recall = { $number } llamado otra vez.
counter-did-no-show = { $number } no se ha presentado.
counter-did-finish = { $number } ha terminado.
counter-did-put-back = { $number } vuelve a esperar.
counter-did-transfer = { $number } espera ahora: { $to }.
counter-did-park = { $number } está apartado.
counter-did-came-back = { $number } ha vuelto y espera de nuevo.
counter-did-priority = { $number } tiene otra prioridad.
counter-did-note = La nota sobre { $number } está guardada.
counter-did-print = { $printed ->
    [yes] El turno de { $number } está impreso.
    [unknown] El turno de { $number } quizá esté impreso: la impresora no lo dice.
   *[no] El turno de { $number } no está impreso: { $trouble }.
}
counter-did-identify = { $number } queda unido a la persona conocida.
counter-did-decline = { $number } es otra persona. La persona conocida no cambia.
counter-did-next-service = { $number } sigue con el mismo turno: { $to }.
counter-did-register = { $number } espera ahora: { $service }.
counter-did-undo = Deshecho: { $action }.
counter-action = { $kind ->
    [called] llamada de
    [recalled] nueva llamada de
    [finished] fin de
    [noShow] ausencia de
    [parked] apartado de
    [putBack] vuelta a la cola de
    [reserved] transferencia de
    [moved] transferencia de
    [followed] otro servicio de
    [deleted] anulación de
    [prioritised] prioridad de
    [placed] lugar de
   *[updated] cambio de
} { $clients }
counter-action-next = llamada de { $client }, fin de { $ended }
counter-action-changed = cambiado después
counter-no-actions = Este puesto no ha hecho nada en los últimos 10 minutos que se pueda deshacer.
counter-ask-undo-title = ¿Qué acción deshacer?
counter-did-desk-open = Este puesto está abierto.
counter-did-desk-paused = Este puesto está en pausa. Las esperas se calculan sin él.
counter-did-desk-closed = Este puesto está cerrado.
counter-did-queue-open = { $name } vuelve a dar turnos nuevos.
counter-did-queue-closed = { $name } ya no da turnos nuevos.
counter-queue-empty = No espera nadie.
counter-somebody-faster = Otro puesto ha sido más rápido: ya no espera nadie.
counter-row-taken = { $number } acaba de ser llamado: { $desk }.
counter-row-gone = { $number } ya no espera.
counter-not-yours = { $number } ya no está en este puesto.
counter-just-moved = { $number } acaba de salir de la lista. Elija de nuevo.
counter-letters = Las letras actúan tras { $key }. / busca, ? muestra todas las teclas.
counter-scan-unknown = Este turno no está en la lista. Puede ser de otro servicio, o ya está atendido.
counter-scan-selected = { $number } está seleccionado. Intro muestra lo que se puede hacer.
counter-scan-here = { $number } está en su puesto.
counter-not-waiting = { $number } no espera: solo se puede llamar a quien espera.
counter-finish-first = { $number } sigue en su puesto. Termine, devuelva a la cola o pulse F5.
counter-no-target = No hay otro servicio abierto ni otro puesto.
counter-no-known-client = { $number }: ninguna persona conocida tiene el mismo correo o teléfono.
counter-no-missed = Hoy no ha habido ausentes.
counter-away = Sin conexión: no se ha podido hacer. Inténtelo cuando vuelva la conexión.
counter-kiosk-online = El servidor ha vuelto: inicie de nuevo este puesto con la dirección del servidor.
counter-half-done = { $number } ha terminado, pero no se ha llamado a nadie: se perdió la conexión. Pulse F5 cuando vuelva.
counter-not-supported = Este servidor no puede hacer eso.
counter-key-refused = { $reason } Este equipo necesita una clave del rol counter: walkin key add --role counter
counter-refused = No ha sido posible: { $reason }
counter-broken = No ha funcionado. El registro dice por qué. Puede intentarlo otra vez.

## counter: los detalles de una persona

counter-details-number = Número
counter-details-service = Servicio
counter-details-state = Estado
counter-details-name = Nombre
counter-details-phone = Teléfono
counter-details-email = Correo
counter-details-possible = Posible conocida
counter-details-language = Idioma
counter-details-priority = Prioridad
counter-details-note = Nota
counter-details-rank = Lugar en la cola
counter-details-registered = Llegada
counter-details-called = Llamada
counter-details-started = Inicio
counter-details-finished = Fin
counter-details-desk = Puesto
counter-details-calls = Veces llamado
counter-details-told = Espera prevista
counter-details-waited = Espera real
counter-details-outcome = Resultado
counter-details-form = Respuestas
counter-details-visits = Otras visitas de hoy
counter-details-no-form = A esta persona no se le preguntó nada.
counter-details-no-answer = sin respuesta
counter-details-version = versión { $version }

## counter: archivos de las personas

counter-file = { $name } · { $size } · O abrir · S guardar
counter-file-unchecked = { $name } · { $size } · NO COMPROBADO (scripts) · O abrir · S guardar
counter-file-unfetched = { $name } · no disponible por ahora
counter-file-unnamed = Archivo sin nombre
counter-file-deferred = se traerá al puesto o se enviará por teléfono
counter-file-saved = Guardado como { $path }
counter-file-opened = Guardado como { $path } y abierto
counter-file-no-desktop = Guardado como { $path }. Aquí nada puede mostrarlo.
counter-file-unsaved = No se ha podido guardar el archivo: { $reason }
counter-save-title = Guardar el archivo
counter-save-text = ¿Dónde? Basta una carpeta. No se sobrescribe nada.
counter-save-yes = Intro Guardar
counter-save-no = Esc Cancelar

## counter: cambiar las respuestas de una persona

counter-edit-title = { $number } { $name } · Editar
counter-edit-firstName = Nombre
counter-edit-lastName = Apellidos
counter-edit-phoneNumber = Teléfono
counter-edit-emailAddress = Correo
counter-edit-note = Nota
counter-edit-priority = Prioridad (vacía: normal; 9: primero)
counter-edit-part = Parte { $number } de { $count }
counter-edit-save = Guardar
counter-edit-before = Parte anterior
counter-edit-next = Parte siguiente
counter-edit-saved = { $number }: guardado.
counter-edit-dropped = { $number }: guardado. Se ha quitado, porque estas preguntas ya no se hacen: { $titles }
counter-edit-changed = Alguien acaba de cambiar estos datos. Lo que escribió sigue aquí: revíselo y guarde otra vez.
counter-edit-problems = { $count ->
    [one] Aún no guardado: hay 1 respuesta que corregir.
   *[other] Aún no guardado: hay { $count } respuestas que corregir.
}
counter-file-path = Ruta de un archivo en este equipo
counter-file-remove = Quitar
counter-drop-title = ¿Salir sin guardar?
counter-drop-text = Lo que escribió aún no está guardado.
counter-drop-leave = Intro Salir
counter-drop-stay = Esc Quedarse

## counter: lo que preguntan las acciones, y buscar personas

counter-unknown = Se perdió la conexión. Cuando vuelva, verá si se hizo.
counter-desk-paused = Puesto en pausa
counter-desk-paused-hint = F5 termina la pausa.
counter-desk-closed = Puesto cerrado
counter-desk-closed-hint = F5 lo vuelve a abrir y llama.
counter-search = Número, nombre, teléfono… · Intro: a la lista · Esc: todos
counter-sieve = se ven { $shown } de { $count }
counter-suggest-no-show = { $number } fue llamado varias veces. ¿Ausente? F7
counter-keys-problem = Se usan las teclas normales. { $problem }
counter-more-title = Más acciones
counter-more-screen = Pantalla
counter-ask-yes = Intro Aceptar
counter-ask-no = Esc Cancelar
counter-ask-outcome-title = Terminar { $number }
counter-ask-outcome = Resultado
counter-ask-outcome-other = Otro resultado, con una nota…
counter-ask-note-title = Nota sobre { $number }
counter-ask-identify-title = { $number }: ¿conoce a esta persona?
counter-ask-same-client = La misma persona: { $client }
counter-ask-other-client = Otra persona
counter-ask-priority-title = Prioridad de { $number }
counter-ask-priority = { $level ->
    [0] normal
    [9] antes que todos
   *[other] prioridad { $level }
}
counter-ask-transfer-title = ¿Adónde va { $number }?
counter-ask-waiting = { $count ->
    [one] 1 espera
   *[other] { $count } esperan
}
counter-ask-desk = Solo llama { $desk }
counter-ask-service-title = Otro servicio para { $number }
counter-ask-returned-title = ¿Quién ha vuelto?
counter-ask-queues-title = ¿Qué servicio abrir o cerrar?
counter-ask-queue-open = abierto: cerrarlo
counter-ask-queue-closed = cerrado: abrirlo
counter-ask-register-title = Nuevo turno: ¿qué servicio?
counter-ask-place-title = ¿Dónde espera { $number }?
counter-ask-nth = lugar { $place }
counter-ask-place-first = primero
counter-ask-place-last = último
counter-ask-place-original = por hora de llegada
counter-register-title = Nuevo turno · { $service }
counter-register-again = Ya se dio un turno para estos datos: vea la lista. Guardar da otro.
counter-register-dropped = { $number } está registrado: { $service }. Se ha quitado, porque estas preguntas ya no se hacen: { $titles }

## counter: los estados de una persona

counter-status-registered = en espera
counter-status-inProgress = en atención
counter-status-finished = terminado
counter-status-noShow = ausente
counter-status-deleted = anulado
counter-offline = turno dado sin el servidor
counter-offline-ticket = tiene { $ticket } en la mano
counter-offline-unchecked = las respuestas no encajan con el formulario

## counter: salir, y la página de ayuda

counter-quit-title = { $number } sigue en su puesto.
counter-quit-text = La persona queda en su puesto y seguirá ahí cuando usted vuelva.
counter-quit-leave = Intro Salir
counter-quit-stay = Esc Quedarse
counter-help-title = Teclas del puesto
counter-help-next = termina con la persona de su puesto y llama a la siguiente
counter-help-recall = llama otra vez a la persona; la pantalla vuelve a sonar
counter-help-no-show = la persona no se ha presentado
counter-help-finish = la persona está atendida
counter-help-put-back = la persona vuelve a la cola
counter-help-call = llama a la persona seleccionada fuera de turno
counter-help-details = muestra todo sobre la persona
counter-help-move = mover la selección
counter-help-edit = cambia la persona, las respuestas o la nota
counter-help-scan = Escanee el código de un turno, o escriba su número e Intro: la lista selecciona a esa persona.
counter-help-row = muestra lo que se puede hacer con la persona seleccionada: llamar, transferir, apartar…
counter-help-language = otro idioma
counter-help-quit = dejar el puesto; no se pierde nada
counter-help-letters = Una letra actúa tras { $leader } sobre la persona de su puesto, y en el menú de la fila seleccionada, sobre la de esa fila. Sola no hace nada.
counter-help-order = La lista sigue el orden de llamada: primero la prioridad (con !), luego quien más espera.
counter-help-signs = Signos de la lista: █ espera más de lo prometido · ▄ pronto · ║ apartado o guardado para un puesto · → en un puesto.
counter-help-transfer = a otro servicio o puesto: último, primero o por hora de llegada
counter-help-park = apartado, no se llama por turno; otra vez: espera como antes
counter-help-more = muestra las letras de las demás acciones y espera una
counter-help-coming = dice al terminal donde alguien pide ayuda que usted va
counter-help-outcome = termina con un resultado y una nota
counter-help-next-service = termina y sigue en otro servicio con el mismo turno
counter-help-place = espera en el lugar elegido
counter-help-priority = 0 es normal, 9 va primero
counter-help-note = una nota para el personal
counter-help-print = imprime el turno en la impresora de este puesto, como copia si ya se había impreso
counter-help-identify = dice si es la persona conocida con el mismo correo o teléfono
counter-help-undo = deshace la última acción de este puesto, hasta 20 en 10 minutos
counter-help-undo-list = últimas acciones de este puesto; se deshacen las que nadie ha cambiado después
counter-help-pause = empieza o termina una pausa de este puesto
counter-help-close-desk = cierra este puesto por hoy, o lo vuelve a abrir
counter-help-returned = un ausente que ha vuelto: segundo lugar durante 30 minutos
counter-help-register = da un turno a alguien en el puesto
counter-help-queues = abre un servicio a turnos nuevos, o lo cierra
counter-help-search = busca personas en la lista; F5 sigue llamando por turno
counter-help-filter = muestra un solo servicio, luego el siguiente
counter-help-statistics = las cifras de hoy y de otros días, e informes
counter-help-palette = busca una acción por su nombre
counter-help-colours = otros colores
counter-help-help = esta página
counter-help-part-list = Está en la lista. Las flechas eligen a una persona, Intro muestra lo que se puede hacer con ella.
counter-help-part-search = Está en la búsqueda. Escriba; Intro va a la lista, Esc muestra a todos.
counter-help-part-button = Está en un botón. Intro lo pulsa, Tab sigue.
counter-help-part-choice = Elija con las flechas e Intro, o pulse la cifra. Esc vuelve sin cambiar nada.
counter-help-part-words = Escriba; Intro confirma, Esc vuelve. Lo escrito se conserva aunque falte la conexión.
counter-help-part-edit = Tab e Intro avanzan, Ctrl+S guarda, Esc vuelve. Lo escrito se conserva aunque falte la conexión.
counter-help-part-more = Pulse una letra, o elija con las flechas e Intro. Lo atenuado no se puede hacer ahora. Esc vuelve.
counter-line-help = Una letra sola se refiere a la persona en el puesto; con un número detrás, a esa persona (t A012). Un número solo ofrece las acciones.

## display: la sala de espera

display-serving = En atención
display-desk = Puesto
display-number = Número
display-waiting = En espera: { $count }
display-waiting-service = { $service }: { $count }
display-minutes = { $range } min
display-join-code = Código para teléfonos
display-nobody = Su número aparecerá aquí.
display-link-down = Reconectando… última actualización { $time }
display-link-never = Conectando…
display-mistake = La pantalla se reinició tras un error del programa.
display-no-desk = La disposición «desk» necesita el ajuste «desk»: el nombre del puesto sobre el que cuelga.
display-too-small = Los números miden { $have } mm de alto; a { $seat } m deberían medir { $least } mm. Elija una letra más grande en la ventana del terminal, o una pantalla mayor.
display-no-sound = No hay sonido: las llamadas solo se muestran. El registro dice por qué.
display-no-speech = Aquí ningún programa puede hablar. Instale el extra «speech» o espeak-ng, o ponga speech_command.
display-no-voice = No hay voz para el idioma { $language }.

## display: una llamada en palabras, mostrada y hablada

call-say = Número { $number }, { $desk }
call-say-somewhere = Número { $number }, acuda al puesto

## desk-name: las palabras para un puesto en nombres como «Puesto 2», que otros idiomas traducen

desk-name-desk = puesto
desk-name-counter = mostrador
desk-name-window = ventanilla
desk-name-room = sala
desk-name-office = despacho

## launcher: la pantalla que abre «walkin»

launcher-tagline = La cola de su oficina, del turno a la llamada
launcher-kiosk = Terminal
launcher-kiosk-about = El público elige un servicio y saca un turno.
launcher-counter = Puesto
launcher-counter-about = El personal ve quién espera, llama y atiende.
launcher-display = Pantalla
launcher-display-about = La sala de espera ve a quién se llama, y adónde ir.
launcher-data = Datos
launcher-server = Servidor
launcher-demo = Demo
launcher-demo-about = Personas ficticias van y vienen; al final se borra todo.
launcher-serve = Servir
launcher-serve-about = «walkin serve» abre estas colas a otros programas.
launcher-look = Aspecto
launcher-key-open = Abrir
launcher-key-move = Elegir
launcher-key-theme = Colores
launcher-key-language = Idioma

### Respuestas de la API

error-badRequest = No se puede leer la petición.
error-unauthorized = Hace falta una clave válida.
error-forbidden = Esta clave no lo permite.
error-notFound = No hay nada en esta dirección.
error-queueNotFound = Esa cola no existe.
error-registrationNotFound = Ese registro no existe en esta cola.
error-clientNotFound = Esa persona no existe.
error-watchNotFound = Esa suscripción no existe.
error-requestNotFound = Ese envío no existe.
error-errorNotFound = Ese fallo no está en la lista.
error-keyNotFound = Esa clave no existe.
error-secretsLost = No se pueden leer los secretos de esta oficina: falta su clave o es otra. Devuelva a su sitio el archivo de la clave; si se ha perdido, borre las suscripciones y claves que lo necesitan y créelas de nuevo.
error-queueEmpty = No espera nadie.
error-methodNotAllowed = Esta dirección no acepta ese método.
error-notAcceptable = La respuesta no se puede dar en esa forma.
error-conflict = Otra persona lo cambió antes. Vuelva a cargarlo.
error-transition = Un registro en estado { $before } no puede pasar a { $after }.
error-reserved = Este número está reservado: { $desk }. Devuélvalo antes a la cola.
error-nothingToUndo = Este puesto no ha hecho nada en los últimos 10 minutos que se pueda deshacer.
error-undoChanged = { $ticket } ha cambiado después: ya no se puede deshacer.
error-queueClosed = Este servicio está cerrado por ahora.
error-prefixTaken = Otra cola ya usa la letra de turno { $prefix }.
error-queueInUse = Aún hay personas en espera o en atención en esta cola. Termínelas, muévalas o bórrelas antes.
error-clientHeld = Los datos de esta persona están bloqueados: no se muestran, cambian ni borran hasta que la administración los libere.
error-deliveryErased = Los datos de esta persona se borraron del envío: no queda nada que reenviar.
error-keyInUse = La suscripción { $watch } firma con esta clave. Quítela antes de allí.
error-preconditionFailed = Se ha cambiado entretanto. Vuelva a cargarlo.
error-tooLarge = La petición supera { $limit } bytes.
error-unsupportedMediaType = El cuerpo debe ser JSON en UTF-8 (application/json), sin comprimir.
error-expectationFailed = La cabecera Expect pide algo que aquí no se conoce.
error-invalid = Hay que corregir algunas respuestas.
error-idempotencyMismatch = Esta Idempotency-Key se usó con otro cuerpo.
error-tooManyRequests = Demasiadas peticiones. Inténtelo otra vez dentro de { $retry ->
    [one] un segundo
   *[other] { $retry } segundos
}.
error-tooManyTickets = Hay demasiados turnos abiertos desde este teléfono o dirección.
error-internalError = Algo ha fallado por nuestra parte. No se ha cambiado nada.
error-busy = La oficina está ocupada. Inténtelo dentro de un momento.
error-databaseAway = Por ahora no se llega a la base de datos de la oficina. Inténtelo dentro de unos segundos.
error-storageFull = No se ha podido guardar. Quizá el disco esté lleno.
error-readOnly = La base de datos de la oficina no admite cambios por ahora: es de solo lectura. Inténtelo dentro de unos segundos.
error-notConfirmed = No se sabe si se ha guardado: la base de datos no lo confirmó. Compruebe si está antes de intentarlo otra vez.
error-dataGone = El archivo de datos de la oficina se movió, borró o sustituyó mientras se usaba. No se guarda nada hasta que vuelva o se reinicien los programas.
error-damaged = El archivo de datos de la oficina está dañado. Ya no se guarda nada: cierre los programas y restaure su última copia.
error-upgraded = Un Walkin más nuevo ha actualizado los datos de la oficina. Instálelo y reinicie este programa.
error-unreachable = No se llega al servidor.

watch-unresolved = La dirección de { $member } no se encuentra por ahora. Los envíos se siguen intentando; tras cinco días sin éxito, la suscripción se desactiva.
watch-gone = La dirección ha dicho que ya no existe (410).
watch-failing = Ningún envío ha llegado en cinco días.

## kiosk: lo que leen los visitantes

kiosk-welcome = Le damos la bienvenida. ¿Qué necesita?
kiosk-open = Abierto
kiosk-closed = Cerrado
kiosk-service-closed = Cerrado
kiosk-all-closed = Todos los servicios están cerrados por ahora.
kiosk-away = { $minutes ->
    [0] Sin conexión. Podrá sacar un turno en cuanto vuelva. Hasta entonces puede ayudarle el personal.
    [one] Sin conexión desde hace 1 minuto. Podrá sacar un turno en cuanto vuelva. Hasta entonces puede ayudarle el personal.
   *[other] Sin conexión desde hace { $minutes } minutos. Podrá sacar un turno en cuanto vuelva. Hasta entonces puede ayudarle el personal.
}
kiosk-offline = No hay conexión en este momento. Puede tomar un turno de todos modos.
kiosk-offline-used-up = No hay turnos hasta que vuelva la conexión
kiosk-more-services = Más servicios ▼
kiosk-first-services = ▲ Primeros servicios
kiosk-start-over = Empezar de nuevo
kiosk-read-aloud = Leer en voz alta
kiosk-read-end = Apagar la voz
kiosk-help = Pedir ayuda
kiosk-appearance = Aa
kiosk-help-calling = Avisando al personal…
kiosk-help-called = El personal está avisado. Espere aquí.
kiosk-help-coming = Alguien viene a ayudarle.
kiosk-help-away = No hay conexión: el personal no está avisado. Diríjase a un mostrador.
kiosk-help-lost = Se perdió la conexión. Si no viene nadie, diríjase a un mostrador.
kiosk-waiting = { $count ->
    [0] No espera nadie
   *[other] { $count } en espera
}

kiosk-progress = { $about ->
    [yes] Pregunta { $number } de unas { $count }
   *[no] Pregunta { $number } de { $count }
}
kiosk-part = { $about ->
    [yes] Parte { $number } de unas { $count }
   *[no] Parte { $number } de { $count }
}
kiosk-continue = Continuar
kiosk-keyboard = Teclado
kiosk-keyboard-hide = Ocultar teclado
kiosk-board-shift = Mayús
kiosk-board-delete = Borrar
kiosk-board-clear = Vaciar
kiosk-board-space = Espacio
kiosk-board-line = Línea nueva
kiosk-board-next = Siguiente
kiosk-problem-title = Hay algo que corregir

kiosk-check-title = Revise sus respuestas
kiosk-answers = Respuestas { $first }–{ $last }
kiosk-answers-of = Respuestas { $first }–{ $last } de { $count }
kiosk-change = Cambiar
kiosk-not-provided = Sin respuesta
kiosk-show = Mostrar
kiosk-hide = Ocultar
kiosk-show-all = Ver todo
kiosk-brought = { $count ->
    [0] El código no tiene respuestas para este formulario.
    [one] 1 respuesta se ha rellenado con el código.
   *[other] { $count } respuestas se han rellenado con el código.
}
kiosk-brought-start = Código leído. Elija el servicio que necesita.
kiosk-code-foreign = Este código no es para este terminal. No se ha elegido nada.
kiosk-code-typed = Esto lo ha escrito un lector de códigos. Revíselo antes de continuar.
kiosk-preview-result = Lo que enviaría el terminal
kiosk-preview-broken = La última versión del formulario sin errores. Por corregir:
kiosk-take = Sacar turno

kiosk-your-number = Su número
kiosk-ahead = { $count ->
    [0] Nadie antes que usted
    [one] 1 persona antes que usted
   *[other] { $count } personas antes que usted
}
kiosk-expected = Espera prevista: { $wait }
kiosk-issued = Hora: { $time }
kiosk-sit = Tome asiento. Le llamaremos por su número.
kiosk-scan = Ábralo en su teléfono
kiosk-closes = Esta página se cierra { $seconds } segundos después del último toque.
kiosk-keep = Mantener la página
kiosk-kept = Esta página se mantiene { $minutes } minutos, o hasta que pulse Listo.
kiosk-done = Listo

kiosk-away-title = Aún no se ha podido sacar el turno
kiosk-away-text = No se pierde nada de lo que ha escrito. Por ahora no hay conexión.
kiosk-away-again = El terminal lo sigue intentando.
kiosk-closed-title = Este servicio acaba de cerrar
kiosk-closed-text = Por ahora no da más turnos. El personal puede decirle cuándo volver.
kiosk-refused-title = No se ha podido sacar el turno
kiosk-to-start = Volver al inicio

kiosk-still-title = ¿Sigue ahí?
kiosk-still-text = { $count ->
    [one] En 1 segundo el terminal vuelve al inicio y se borra lo que ha escrito.
   *[other] En { $count } segundos el terminal vuelve al inicio y se borra lo que ha escrito.
}
kiosk-still-more = Necesito más tiempo

kiosk-over-title = ¿Empezar de nuevo?
kiosk-over-text = Se borrará lo que ha escrito.
kiosk-over-stay = Seguir
kiosk-leave-title = ¿Cerrar el terminal?
kiosk-leave-pin = PIN del personal:
kiosk-leave-wrong = Ese no es el PIN.
kiosk-leave-wait = { $count ->
    [one] Ese no es el PIN. Inténtelo en 1 segundo.
   *[other] Ese no es el PIN. Inténtelo en { $count } segundos.
}
kiosk-leave-wait-minutes = Ese no es el PIN. Inténtelo en { $count } minutos.
kiosk-leave-tries = { $count ->
    [one] 1 intento fallido: { $time }.
   *[other] { $count } intentos fallidos, el último: { $time }.
}
kiosk-leave-clear = Vaciar
kiosk-leave-go = Cerrar
kiosk-leave-stay = Quedarse
kiosk-line-again = Repetir
kiosk-line-signs = Lo que puede escribir
kiosk-line-several = Escriba los números, separados por espacios. Intro para continuar.
kiosk-line-area = Una línea vacía termina el texto.

## kiosk: lo que hacen las teclas, lo más corto posible

kiosk-key-back = Atrás
kiosk-key-continue = Continuar
kiosk-key-pick = Elegir
kiosk-key-next = Siguiente
kiosk-key-keyboard = Teclado en pantalla
kiosk-key-take = Sacar turno
kiosk-key-help = Pedir ayuda
kiosk-key-done = Listo
kiosk-say-on = La voz está activada. Las flechas mueven. Intro elige, Escape vuelve atrás. F4 repite, F5 pausa, F6 y F7 cambian el volumen, F2 apaga la voz.
kiosk-say-off = La voz está apagada.
kiosk-say-button = botón
kiosk-say-entry = campo de texto
kiosk-say-empty = vacío
kiosk-say-filled = rellenado, no se lee en voz alta sin auriculares
kiosk-say-chosen = seleccionado
kiosk-say-not-chosen = no seleccionado
kiosk-say-place = { $number } de { $count }
kiosk-say-star = estrella
kiosk-say-deleted = { $letter } borrado
kiosk-say-volume = Volumen { $percent }
kiosk-say-headphones = ¿Usa auriculares? Entonces también se leen sus respuestas.

## field: lo que dicen los campos de un formulario, en el terminal y en el puesto

field-optional = { $title } (opcional)
field-day = Día
field-month = Mes
field-year = Año
field-time = Hora
field-clear = Vaciar
field-today = Hoy
# Lo que se puede escribir como día en vez de una fecha, entre comas
field-today-words = hoy, h
field-birth-words = nacimiento, nacido, nacida, nació
field-other = Otro: escríbalo
field-chosen = { $count ->
    [0] Elija todo lo que corresponda
    [one] 1 elegido: { $names }
   *[other] { $count } elegidos: { $names }
}
field-chosen-one = Elegido: { $name }
field-search = Escriba para buscar
field-all = { $count ->
    [one] 1 opción
   *[other] { $count } opciones
}
field-matches = { $count ->
    [0] No hay nada: pruebe con menos letras
    [one] 1 resultado
   *[other] { $count } resultados
}
field-up = ◂ { $name }: todos los grupos
field-expected-number = En cifras, como { $example }
field-expected-price = Un importe en cifras, como { $example }
field-expected-website = Como www.example.com
field-expected-date = Como 27 3 1985
field-expected-time = Como 27 3 1985 a las { $clock }
field-expected-clock = Como { $clock }
field-expected-month = Mes y año, como 3/2026
field-expected-like = Como { $example }
field-rating-1 = Muy mal
field-rating-2 = Mal
field-rating-3 = Regular
field-rating-4 = Bien
field-rating-5 = Muy bien
field-meant = ¿Quiso decir { $address }?
field-file-desk = Tráigalo al puesto: ahora puede continuar sin él.
field-file-phone = O envíelo con el teléfono: tras sacar el turno, escanee su código.
field-file-there = Ya recibido: { $name }
field-limits-number = { $ends ->
    [same] { $low }
    [both] De { $low } a { $high }
    [low] { $low } o más
   *[high] { $high } o menos
}
field-limits-date = { $ends ->
    [same] { $low }
    [both] Del { $low } al { $high }
    [low] Desde el { $low }
   *[high] Hasta el { $high }
}
field-limits-month = { $ends ->
    [same] { $low }
    [both] De { $low } a { $high }
    [low] Desde { $low }
   *[high] Hasta { $high }
}
field-limits-time = { $ends ->
    [same] A las { $low }
    [both] De { $low } a { $high }
    [low] Desde las { $low }
   *[high] Hasta las { $high }
}
field-limits-entries = { $ends ->
    [same] Exactamente { $low }
    [both] De { $low } a { $high }
    [low] Al menos { $low }
   *[high] Hasta { $high }
}
field-limits-step = De { $step } en { $step }
field-consent = Acepto
field-code = Apunte con el teléfono al código para abrir la página, o anote su dirección:
field-code-large = Esta pantalla es demasiado pequeña para un código. Anote la dirección:
field-code-button = Abrir en su teléfono: { $address }
field-file-signature = Firmará en el puesto: ahora continúe sin firmar.
field-file-photo = Su foto se hará en el puesto: ahora continúe sin ella.
field-entry-add = Añadir: { $title }
field-entry-another = Añadir otro: { $title }
field-entry-change = Cambiar
field-entry-remove = Quitar
field-entry-really = ¿Quitar de verdad?
field-entry-none = Aún no hay nada añadido
field-entry-default = Entrada
field-key-choose = Elegir
field-key-continue = Continuar

## form: lo que hay que corregir en una respuesta, en el terminal y en las respuestas de la API

form-empty = { $type ->
    [one] Elija una opción
    [many] Elija una o más opciones
    [email] Escriba una dirección de correo electrónico
    [phone] Escriba un número de teléfono
    [number] Escriba un número
    [price] Escriba un importe
    [date] Escriba una fecha
    [website] Escriba una dirección web
    [name] Escriba un nombre
    [address] Escriba una dirección
    [file] Elija un archivo
    [textarea] Escriba un texto
    [consent] Acéptelo para continuar
    [time] Escriba una hora
    [month] Escriba un mes
   *[input] Escriba una respuesta
}
form-about = { $thing }: { $text }
form-thing = «{ $title }»
form-thing-name = Nombre
form-thing-given-name = Nombre
form-thing-family-name = Apellidos
form-thing-email = Correo electrónico
form-thing-tel = Número de teléfono
form-thing-address-line1 = Calle y número
form-thing-address-level2 = Localidad
form-thing-postal-code = Código postal
form-thing-country-name = País
form-thing-organization = Empresa
form-thing-bday = Fecha de nacimiento
form-empty-name = Escriba su nombre
form-empty-given-name = Escriba su nombre
form-empty-family-name = Escriba sus apellidos
form-empty-address-line1 = Escriba la calle y el número
form-empty-address-level2 = Escriba la localidad
form-empty-postal-code = Escriba el código postal
form-empty-country-name = Elija un país
form-empty-organization = Escriba el nombre de la empresa
form-empty-bday = Escriba su fecha de nacimiento
form-tooLong = { $limit ->
    [one] Escriba 1 carácter como máximo
   *[other] Escriba { $limit } caracteres como máximo
}
form-tooShort = { $limit ->
    [one] Escriba al menos 1 carácter
   *[other] Escriba al menos { $limit } caracteres
}
form-character = Use solo letras, cifras y signos: contiene algo que no se puede mostrar
form-email = Escriba una dirección de correo electrónico, como nombre@example.com
form-phone = Escriba un número de teléfono, como 910 000 018 o +33 1 99 00 12 34
form-phoneCountry = Escriba el número de teléfono con el prefijo del país, como +33 1 99 00 12 34
form-phoneExtension = Escriba el número de teléfono sin extensión
form-number = Escriba un número en cifras, como 12 o 3,5
form-price = Escriba un importe en cifras, como 12 o 12,50
form-pricePlaces = { $places ->
        [0] Escriba un importe entero sin decimales, como 12 o 12500
       *[other] Escriba un importe con { $places } decimales como máximo y nada entre los miles, como 12,50 o 12500
    }
form-date = Escriba una fecha real, como 27 3 1985
form-time = Escriba una fecha real y una hora, como 27 3 1985 a las { $clock }
form-website = Escriba una dirección web, como www.example.com
form-fileType = El archivo debe ser de uno de estos tipos: { $types }
form-fileActive = El archivo contiene programas u otros archivos: imprímalo en un PDF nuevo o envíe una foto
form-fileSize = El archivo puede tener { $limit } MB como máximo
form-fileEmpty = El archivo está vacío: elija otro
form-fileRead = No se ha podido leer el archivo: elíjalo otra vez
form-pattern = Escríbalo como describe la pregunta
form-oneOnly = Elija una sola opción
form-shape = Envíe las partes de una respuesta en subItem, y cualquier otra respuesta en value o values
form-otherClient = La ficha de la persona { $id } dice otra cosa aquí: no lo envíe, o cambie la propia ficha
form-unknownChoice = Elija una de las opciones que se ofrecen
form-country = Elija un país de la lista
form-countryLike = Elija un país de la lista: ¿quiso decir { $name }?
form-other = Escriba qué quiere decir con «Otro»
form-tooSmall = Escriba { $limit } o más
form-tooBig = Escriba { $limit } o menos
form-tooEarly = No antes de: { $limit }
form-tooEarly-time = No antes de las { $limit }
form-tooLate = No después de: { $limit }
form-tooLate-time = No después de las { $limit }
form-integer = Escriba un número entero
form-step = { $same ->
    [yes] Escriba { $lower }
   *[no] Escriba { $lower } o { $upper }: lo que hay entre medias no es posible
}
form-check = Este número no puede ser correcto: compare cada letra y cifra con su documento
form-mask = Escríbalo así: { $example }
form-clock = Escriba una hora, como { $clock }
form-month = Escriba un mes y un año, como 3/2026
form-consent = Responda true, o no responda
form-exclusive = «{ $name }» no se puede elegir junto con otra opción
form-tooFew = { $limit ->
    [one] Añada al menos uno
   *[other] Añada al menos { $limit }
}
form-tooMany = { $limit ->
    [one] Solo es posible uno
   *[other] Son posibles { $limit } como máximo
}
form-requireOne = Responda al menos a una de estas: { $titles }
form-notAsked = Según las demás respuestas, esta pregunta no se hace: su respuesta no se ha guardado

## page: lo que abre en un teléfono el código QR de un turno

page-ahead = { $count ->
    [0] Su turno es el siguiente
    [one] 1 persona antes que usted
   *[other] { $count } personas antes que usted
}
page-delay-deskClosed = La espera es más larga de lo previsto: un puesto ha cerrado o tiene otro trabajo.
page-delay-putBefore = La espera es más larga de lo previsto: alguien ha tenido que pasar antes.
page-delay-longVisit = La espera es más larga de lo previsto: una visita dura más de lo normal.
page-wait-not-known = Aún no sabemos cuánto tendrá que esperar.
page-no-desk = Ahora no hay ningún puesto abierto. La espera aparecerá aquí en cuanto abra uno.
page-called = Es su turno: { $desk }
page-called-somewhere = Es su turno
page-missed = Se le llamó y no estaba. Pregunte al personal.
page-over = Esta visita ha terminado. Gracias.
page-updated = Actualizado: { $time }. Esta página se actualiza sola.
page-updated-at = Actualizado: { $time }.
page-file-send = Enviar este archivo
page-file-again = Enviar otro en su lugar
page-file-sent = Enviado: { $name }
page-file-progress = Enviado hasta ahora
page-refused = No ha funcionado
page-refused-text = Vuelva atrás e inténtelo dentro de un momento, o pregunte al personal.
page-gone = Ese turno no existe
page-gone-ask = Escanee otra vez el código de su turno, o pregunte al personal.

page-held = Su lugar está guardado: le llamarán desde un puesto.
page-sit = Tome asiento. Le llamaremos por su número.
page-stale = Sin conexión. Lo que ve es de la hora de abajo. Reintentando…
page-alert = Avisarme con un sonido
page-keep = Deje esta página abierta y la pantalla encendida.
page-keep-sound = Deje esta página abierta y la pantalla encendida; sonará cuando sea su turno.
page-awake = Deje esta página abierta: la pantalla sigue encendida.
page-awake-sound = Deje esta página abierta: la pantalla sigue encendida, y sonará cuando sea su turno.
page-start = Sacar turno
page-start-none = Los turnos se dan en la entrada
page-start-none-text = El código de su turno abre su página en el teléfono.
page-to-start = Servicios de esta oficina
page-nowhere = No hay nada en esta dirección
page-nowhere-text = Escanee otra vez el código de su turno o del cartel, o pregunte al personal.
page-cancel = Anular mi turno
page-cancel-title = ¿Anular su turno?
page-cancel-text = Dejará la cola. Para volver necesitará un turno nuevo, al final de la cola.
page-cancel-yes = Sí, anular mi turno
page-cancel-no = No, conservar mi turno
page-cancelled = Este turno se ha anulado.
page-again = Sacar un turno nuevo
page-closed = Esta visita terminó hace tiempo
page-closed-ask = Su página está cerrada. Para otra visita, saque un turno nuevo.
page-access = Accesibilidad
page-access-text = Estas páginas siguen EN 301 549 y WCAG 2.2 AA, según muestran pruebas automáticas. Funcionan con teclado, con lector de pantalla, con letra grande, en claro y en oscuro.
page-access-gaps = Aún sin mostrar: ninguna persona que usa productos de apoyo cada día las ha probado.
page-access-staff = Si no puede usar estas páginas o la máquina, el personal le da un turno en un puesto.
page-access-contact = Díganos qué no puede usar: { $contact }
page-access-ask = Diga al personal qué no puede usar.

## paper: el turno en papel, y su impresora

paper-copy = COPIA
paper-desk = Diríjase a: { $desk }
paper-missing = (con letras que esta impresora no tiene)
paper-state = { $state ->
    [printing] Imprimiendo…
    [yes] Recoja su papel.
    [unknown] Recoja su papel, o recuerde este número.
   *[no] Hoy no hay papel: recuerde este número.
}
paper-again = Reimprimir
paper-trouble = { $trouble ->
    [noPaper] sin papel
    [paperLow] el papel casi se ha acabado
    [coverOpen] la tapa está abierta
    [cutter] el cortador está atascado
    [offline] fuera de línea
    [noAnswer] no responde: apagada o sin conexión
   *[error] un error
}

## join: sacar un turno con el teléfono, tras el cartel de la puerta

join-take = Sacar turno
join-choose = Elija
join-next = Continuar
join-more = Por estas respuestas hay más preguntas
join-remove = Quitar: { $title }
join-open = { $count ->
    [one] Elegir entre 1 opción
   *[other] Elegir entre { $count } opciones
}
join-sign = Firme en el recuadro con el dedo o el ratón, o añada una imagen de su firma.
join-sign-pad = Recuadro para firmar
join-file = Un archivo de hasta { $limit } MB: { $types }
join-later = Lo enviaré después desde la página de mi turno, o lo traeré al puesto
join-code = Código de la sala de espera
join-code-hint = Las cuatro cifras de la pantalla de la sala de espera.
join-code-missing = Escriba el código de la pantalla de la sala de espera
join-code-wrong = Este código es incorrecto o ha caducado: escriba el que se ve ahora
join-unknown = Aquí no se pueden sacar turnos
join-unknown-text = Este servicio no da turnos por teléfono. Saque uno en la entrada, o pregunte al personal.
join-closed = Este servicio está cerrado por ahora
join-closed-text = Por ahora no da más turnos. El personal puede decirle cuándo volver.
join-busy = Se están sacando demasiados turnos a la vez
join-busy-text = Espere un minuto e inténtelo otra vez, o saque un turno en la entrada.
join-many = Ya tiene bastantes turnos
join-many-text = Anule uno en su página, o espere a que uno esté atendido. Los grupos mayores sacan sus turnos en la entrada.
join-refused = No se ha podido sacar el turno
join-refused-text = Vuelva atrás e inténtelo otra vez, o saque un turno en la entrada.
join-poster = Saque su turno con el teléfono
join-poster-scan = Apunte con la cámara del teléfono al código. La página que se abre muestra su lugar. Déjela abierta: puede sonar cuando sea su turno.

form-fileAgain = Añada otra vez el archivo: solo se guarda con un formulario completo
form-fileRoom = Ahora no hay sitio para archivos: tráigalo al puesto
form-fileGone = Añada otra vez el archivo: el que se envió ya no está
page-consent-title = Permiso para otro programa
page-consent-asks = { $name } pide trabajar con sus colas, con el rol «{ $role }».
page-consent-goes = Si lo permite, seguirá a { $address }.
page-consent-key = Use la clave de un administrador de su cuenta.
page-consent-allow = Permitir
page-consent-deny = No permitir
page-consent-wrong = No son la clave y el token de un administrador.
page-consent-unknown = Aquí no se conoce este programa, o quiere enviarle a una dirección con la que no está registrado.

## report: las cifras de los días, en la pantalla del puesto, en papel y en archivos

report-title = Informe
report-days = del { $since } al { $until }
report-taken = Hecho el { $date } a las { $time }
report-all = Todos los servicios
report-services = Servicios
report-desks = Puestos
report-hours = Horas del día
report-week-visits = Visitas por día y hora
report-week-waits = Espera media por día y hora, en minutos
report-told = Esperas previstas y reales
report-course = Esperas a lo largo del día, en minutos
report-inside = Dentro de lo previsto
report-above = Más larga de lo previsto
report-below = Más corta de lo previsto
report-open-ended = Previsto «más de una hora»:
report-untold = Sin espera prevista:
report-width = El margen es de { $minutes } min de media
report-error = { $minutes } min de error medio
report-nothing = No hubo visitas en estos días.
report-unit-minutes = min
report-unit-percent = %
report-figure-waiting = en espera
report-figure-longest = espera máxima
report-figure-visits = visitas
report-figure-mean = espera media
report-figure-served = atendidos
report-figure-no-show = ausentes
report-head-service = Servicio
report-head-desk = Puesto
report-head-hour = Hora
report-head-day = Día
report-head-time = Hora
report-head-visits = Visitas
report-head-called = Llamados
report-head-served = Atendidos
report-head-no-show = Ausentes
report-head-left = Bajas
report-head-within = A tiempo
report-head-mean = Espera media
report-head-median = Mediana
report-head-long = 9 de 10
report-head-handling = Visita
report-head-waiting = Esperan
report-head-longest = Espera máx.
report-head-target = Meta
report-head-told = Espera
report-head-share = Parte
report-head-people = Personas
report-definitions = Qué significan las cifras
report-define-visits = Visitas: turnos sacados. Otro servicio de la misma visita cuenta una vez más, en ese servicio.
report-define-wait = Media y mediana: minutos del turno a la llamada, de las personas llamadas. La mitad no esperó más que la mediana.
report-define-within = A tiempo: la parte de las personas llamadas cuya espera no pasó de la meta de su servicio.
report-define-long = 9 de 10: nueve de cada diez personas no esperaron más que esto.
report-define-handling = Visita: minutos de media de la llamada al final, de las personas atendidas.
report-define-left = Ausentes y Bajas: no acudieron a la llamada; anularon mientras esperaban. Los porcentajes son de las visitas terminadas.
report-define-told = Esperas previstas y reales: dónde acabó la espera real, de quienes recibieron una previsión con su turno y fueron llamados.
report-define-desks = Puestos: visitas por el puesto que las llamó por última vez. Las cifras son de puestos, no de personas.

## stats: la pantalla de estadísticas del puesto

stats-title = Estadísticas
stats-page-overview = Resumen
stats-page-hours = Horas
stats-page-week = Semana
stats-page-told = Previsión
stats-range-today = Hoy
stats-range-yesterday = Ayer
stats-range-week = 7 días
stats-range-month = 30 días
stats-range-year = Un año
stats-loading = Un momento…
stats-at = Hora: { $time }
stats-away = Sin conexión. Estas son las cifras de { $time }, hace { $age }.
stats-never = Sin conexión. Las cifras aparecerán en cuanto vuelva.
stats-refused = No se han podido cargar las cifras: { $reason }
stats-line = Espera de las últimas 2 horas, en minutos
stats-line-range = mínimo { $least }, ahora { $now }, máximo { $most }
stats-line-none = No se ha llamado a nadie en las últimas 2 horas.
stats-range-values = mín. { $least }, media { $mean }, máx. { $most }
stats-hours-unit = Visitas, y espera media en minutos
stats-hours-wait = espera { $minutes }
stats-save-format = El nombre debe acabar en .html, .txt, .csv o .json.
stats-key-back = Atrás
stats-key-range = Días
stats-key-table = Tabla
stats-key-waits = Esperas
stats-key-export = Guardar
stats-key-report = Informe
stats-key-help = Ayuda
stats-help-pages = las páginas: resumen, horas, semana, previsión
stats-help-range = hoy, ayer, 7 días, 30 días, un año; con Mayús al revés
stats-help-table = las mismas cifras como tabla, y vuelta
stats-help-waits = en la semana: visitas o esperas medias
stats-help-export = guarda estas cifras como CSV, JSON, texto o HTML, según el final del nombre
stats-help-report = guarda un informe para imprimir o guardar como PDF en las descargas

## La guía

guide-key-scroll = Desplazar
