# Ce fichier contient ce que Walkin dit en français.
#
# Pour le modifier : changez seulement le texte à droite de « = ». Gardez le nom à gauche et tout ce qui
# est entre accolades, comme { $count } : Walkin y met un nombre ou un nom. Un texte peut continuer à la
# ligne suivante si celle-ci commence par des espaces. Enregistrez en UTF-8 et relancez Walkin.
#
# Pour ajouter une langue : copiez ce fichier, donnez à la copie le code de la langue (de.ftl pour
# l'allemand), traduisez les parties à droite, et écrivez le nom de la langue dans « language-name ».
#
# Style : des mots simples, des phrases courtes, dire ce qu'il faut faire ensuite.

language-name = Français

## app : ce que tous les écrans partagent

app-name = Walkin
app-back = Retour
app-close = Fermer
app-retry = Réessayer
app-quit = Quitter
app-language = Langue
app-loading = Un instant…
app-too-small = Cette fenêtre est trop petite : Walkin a besoin de { $columns } × { $rows }, elle fait { $wide } × { $high }.
app-too-small-hint = Agrandissez la fenêtre ou réduisez la taille des lettres.
app-mistake = Cela n'a pas fonctionné à cause d'une erreur du programme. Détails : { $file }
app-mistake-no-file = Cela n'a pas fonctionné à cause d'une erreur du programme.
app-crashed = Walkin s'est arrêté à cause d'une erreur. Détails : { $file }
app-crashed-no-file = Walkin s'est arrêté à cause d'une erreur. Les détails n'ont pas pu être enregistrés.

## duration : combien de temps quelque chose a duré

duration-short = < 1 min
duration-minutes = { $minutes } min
duration-hours = { $hours } h { $minutes } min

## answer : les réponses d'un formulaire en mots

answer-yes = oui
answer-no = non
answer-other = autre : { $text }
answer-rating = { $place } sur { $count } ({ $name })
answer-rating-scale = { $name } ({ $first } à { $last })
answer-file-deferred = À fournir plus tard
answer-consent = Accord donné

## wait : l'attente prévue, en minutes

wait-range = environ { $low }–{ $high } minutes
wait-up-to = jusqu'à { $minutes } minutes
wait-over = { $minutes ->
    [60] plus d'une heure
   *[other] plus de { $minutes } minutes
}
wait-not-known = attente pas encore connue
wait-no-desk = aucun guichet ouvert
wait-server-away = pas de connexion : l’attente n’est pas connue, mais vous avez votre place

## app : les noms des touches du clavier, aussi courts que sur le clavier

app-keyname-enter = Entrée
app-keyname-escape = Échap
app-keyname-space = Espace
app-keyname-tab = Tab
app-keyname-backspace = Retour arrière
app-keyname-delete = Suppr
app-keyname-insert = Inser
app-keyname-home = Début
app-keyname-end = Fin
app-keyname-pageup = PgPréc
app-keyname-pagedown = PgSuiv
app-keyname-ctrl = Ctrl
app-keyname-shift = Maj
app-keyname-alt = Alt

## app : les thèmes livrés avec Walkin

app-theme-office = Bureau (clair)
app-theme-night = Nuit (sombre)
app-theme-contrast = Contraste élevé
app-theme-paper = Papier (chaud, clair)
app-theme-garden = Jardin (vert, sombre)

## app : ce qui peut clocher dans un fichier de thème

app-theme-problem-unreadable = Le fichier de thème { $file } ne peut pas être lu.
app-theme-problem-format = Le fichier de thème { $file } n'est pas écrit comme il faut : { $reason }.
app-theme-problem-missing = Le fichier de thème { $file } ne donne pas la couleur « { $key } ».
app-theme-problem-colour = Dans le fichier de thème { $file }, « { $value } » n'est pas une couleur ({ $key }).
app-theme-problem-unknown = Le fichier de thème { $file } contient une entrée inconnue, « { $key } ». Le reste est utilisé.
app-theme-problem-contrast = Le thème { $file } est difficile à lire : { $text } sur { $ground } a un contraste de { $ratio } ; il en faut au moins { $least }.
app-theme-problem-name = Aucun thème ne s'appelle « { $name } ». Walkin utilise « { $used } ».
app-new-office = Un nouvel accueil a été créé dans { $place } : il n’y en avait pas.

## counter : choisir le guichet et les services

counter-setup-title = Configurer ce guichet
counter-setup-desk = Nom du guichet, par exemple Guichet 3
counter-setup-person = Votre nom (facultatif)
counter-setup-queues = Services que vous appelez
counter-setup-search = Chercher un service…
counter-setup-all = Tous les services
counter-setup-start = Commencer
counter-setup-no-desk = Saisissez d'abord le nom de ce guichet.
counter-setup-desk-long = Un nom peut avoir 40 caractères au plus.
counter-setup-no-queue = Cochez au moins un service.
counter-setup-none = Cet accueil n'a pas encore de service. Ajoutez-en un avec : walkin queue add
counter-bar-setup = La barre doit connaître le guichet : walkin counter --bar --desk NOM
counter-new-service = Nouveau service : { $names }
counter-no-such-queue = Aucun service ne s'appelle { $name }.

## counter : la ligne du haut

counter-opening = Un instant…
counter-link-up = Connecté
counter-needs-key = Sur le serveur : walkin key add --role { $role } --name "cet écran"
    Puis saisissez api_key et api_token sous [office] dans walkin.toml sur cette machine.
counter-link-never = Pas de connexion. Nouvel essai…
counter-link-down = Pas de connexion — dernière mise à jour { $time } (il y a { $age })

## counter : le client à ce guichet

counter-nobody = Personne à votre guichet
counter-nobody-next = F5 appelle { $number } · { $service }
counter-nobody-waiting = Personne n'attend. Les nouveaux clients apparaissent ici d'eux-mêmes.
counter-here = ici depuis { $span }
counter-here-of = ici depuis { $span } sur { $minutes }
counter-here-long = Long : ici depuis { $span } sur { $minutes }
counter-waited = a attendu { $span }
counter-calls = { $count ->
    [one] appelé une fois
   *[other] appelé { $count } fois
}
counter-also-here = Aussi à ce guichet : { $numbers }
counter-speaks = parle { $language }
counter-priority = priorité { $level }
counter-known-client = client peut-être connu
counter-no-name = Sans nom
counter-came = arrivé à { $time }
counter-list = Prochains à appeler
counter-services = { $count } services
counter-waiting = { $count } en attente
counter-longest = max. { $span }

## counter : le tableau

counter-state-at = appelé : { $desk }
counter-state-held = mis de côté
counter-state-for = pour { $desk }
counter-alert-exit-pin = { $count ->
    [one] Un code erroné a été saisi : { $kiosk }, { $time }. { $key } : vu.
   *[other] { $count } codes erronés ont été saisis : { $kiosk }, { $time } pour le dernier. { $key } : vu.
}
counter-alert-help = Quelqu'un demande de l'aide : { $where }. { $key } : j'arrive.
counter-alert-printer = Imprimante de tickets, { $kiosk }, { $time } : { $trouble }. { $key } : j'arrive.
counter-alert-page-start = première page
counter-alert-page-question = questions
counter-alert-page-check = récapitulatif
counter-alert-page-ticket = ticket
counter-alert-page-problem = pas encore de ticket
counter-did-coming = La borne a votre réponse : { $kiosk }.
counter-no-alert = Aucune borne ne demande rien.
counter-alert-kiosk = borne

## counter : ce qu'on peut faire, sur les boutons et dans la barre des touches

counter-key-next = Suivant
counter-key-recall = Rappeler
counter-key-no-show = Absent
counter-key-finish = Terminer
counter-key-put-back = Remettre
counter-key-call = Appeler
counter-key-row = Agir sur la ligne
counter-key-resume = Reprendre
counter-key-details = Détails
counter-key-help = Aide
counter-key-language = Langue
counter-key-open = Ouvrir
counter-key-save = Enregistrer
counter-key-edit = Modifier
counter-key-quit = Quitter
counter-key-transfer = Transférer
counter-key-park = Mettre de côté
counter-key-more = Plus
counter-key-coming = J'arrive
counter-key-outcome = Avec résultat
counter-key-next-service = Autre service
counter-key-place = Déplacer
counter-key-priority = Priorité
counter-key-note = Note
counter-key-identify = Client connu ?
counter-key-print = Imprimer ticket
counter-key-undo = Annuler
counter-key-undo-list = Dernières actions
counter-key-pause = Pause
counter-key-close-desk = Fermer guichet
counter-key-returned = De retour
counter-key-register = Nouveau ticket
counter-key-queues = Services
counter-key-search = Chercher
counter-key-filter = Un service
counter-key-statistics = Statistiques
counter-key-palette = Toutes les actions
counter-key-colours = Couleurs

## counter : ce qui s'est passé

counter-did-next = { $desk } appelle { $number }.
counter-did-recall = { $number } est rappelé.
counter-did-no-show = { $number } n'est pas venu.
counter-did-finish = { $number } est terminé.
counter-did-put-back = { $number } attend à nouveau.
counter-did-transfer = { $number } attend maintenant : { $to }.
counter-did-park = { $number } est mis de côté.
counter-did-came-back = { $number } est de retour et attend.
counter-did-priority = La priorité de { $number } est changée.
counter-did-note = La note sur { $number } est enregistrée.
counter-did-print = { $printed ->
    [yes] Le ticket de { $number } est imprimé.
    [unknown] Le ticket de { $number } est peut-être imprimé : l'imprimante ne le dit pas.
   *[no] Le ticket de { $number } n'est pas imprimé : { $trouble }.
}
counter-did-identify = { $number } est relié au client connu.
counter-did-decline = { $number } est quelqu'un d'autre. Le client connu reste inchangé.
counter-did-next-service = { $number } continue vers { $to } avec le même ticket.
counter-did-register = { $number } attend maintenant : { $service }.
counter-did-undo = Annulé : { $action }.
counter-action = { $kind ->
    [called] appel de
    [recalled] rappel de
    [finished] fin de
    [noShow] absence de
    [parked] mise de côté de
    [putBack] retour dans la file de
    [reserved] transfert de
    [moved] transfert de
    [followed] service suivant de
    [deleted] annulation de
    [prioritised] priorité de
    [placed] place de
   *[updated] changement de
} { $clients }
counter-action-next = appel de { $client }, fin de { $ended }
counter-action-changed = modifié depuis
counter-no-actions = Rien à annuler : ce guichet n'a rien fait ces 10 dernières minutes.
counter-ask-undo-title = Annuler quelle action ?
counter-did-desk-open = Ce guichet est ouvert.
counter-did-desk-paused = Ce guichet est en pause. Les attentes sont calculées sans lui.
counter-did-desk-closed = Ce guichet est fermé.
counter-did-queue-open = { $name } accueille à nouveau des clients.
counter-did-queue-closed = { $name } n'accueille plus de nouveaux clients.
counter-queue-empty = Personne n'attend.
counter-somebody-faster = Un autre guichet a été plus rapide : plus personne n'attend.
counter-row-taken = { $desk } vient d'appeler { $number }.
counter-row-gone = { $number } n'attend plus.
counter-not-yours = { $number } n'est plus à ce guichet.
counter-just-moved = { $number } vient de quitter la liste. Choisissez à nouveau.
counter-letters = Les lettres agissent après { $key }. / cherche, ? montre toutes les touches.
counter-scan-unknown = Ce ticket n'est pas dans la liste. Il est peut-être pour un autre service, ou déjà servi.
counter-scan-selected = { $number } est choisi. Entrée montre ce qui est possible.
counter-scan-here = { $number } est à votre guichet.
counter-not-waiting = { $number } n'attend pas : on n'appelle que les personnes qui attendent.
counter-finish-first = { $number } est encore à votre guichet. Terminez, remettez dans la file, ou F5.
counter-no-target = Il n'y a ni autre service ouvert ni autre guichet.
counter-no-known-client = { $number } : aucun client connu n'a la même adresse ni le même numéro.
counter-no-missed = Il n'y a pas eu d'absent aujourd'hui.
counter-away = Pas de connexion : cela n'a pas pu être fait. Réessayez dès son retour.
counter-kiosk-online = Le serveur est de retour : relancez ce poste avec l’adresse du serveur.
counter-half-done = { $number } est terminé, mais personne n'a été appelé : la connexion a été coupée. F5 dès son retour.
counter-not-supported = Ce serveur ne permet pas cela.
counter-key-refused = { $reason } Cette machine a besoin d'une clé du rôle counter : walkin key add --role counter
counter-refused = Ce n'était pas possible : { $reason }
counter-broken = Cela n'a pas marché. Le journal dit pourquoi. Vous pouvez réessayer.

## counter : les détails d'un client

counter-details-number = Numéro
counter-details-service = Service
counter-details-state = État
counter-details-name = Nom
counter-details-phone = Téléphone
counter-details-email = E-mail
counter-details-possible = Client connu possible
counter-details-language = Langue
counter-details-priority = Priorité
counter-details-note = Note
counter-details-rank = Place dans la file
counter-details-registered = Arrivée
counter-details-called = Appel
counter-details-started = Début du service
counter-details-finished = Fin du service
counter-details-desk = Guichet
counter-details-calls = Nombre d'appels
counter-details-told = Attente annoncée
counter-details-waited = Attente réelle
counter-details-outcome = Résultat
counter-details-form = Réponses
counter-details-visits = Autres visites du jour
counter-details-no-form = On n'a posé aucune question à ce client.
counter-details-no-answer = sans réponse
counter-details-version = version { $version }

## counter: files of clients

counter-file = { $name } · { $size } · O ouvrir · S enregistrer
counter-file-unchecked = { $name } · { $size } · NON VÉRIFIÉ (scripts) · O ouvrir · S enregistrer
counter-file-unfetched = { $name } · indisponible pour le moment
counter-file-unnamed = Fichier sans nom
counter-file-deferred = à apporter au guichet ou à envoyer par téléphone
counter-file-saved = Enregistré sous { $path }
counter-file-opened = Enregistré sous { $path } et ouvert
counter-file-no-desktop = Enregistré sous { $path }. Rien ici ne peut l'afficher.
counter-file-unsaved = Le fichier n'a pas pu être enregistré : { $reason }
counter-save-title = Enregistrer le fichier
counter-save-text = Où ? Un dossier suffit. Rien n'est écrasé.
counter-save-yes = Entrée Enregistrer
counter-save-no = Échap Annuler

## counter: changing a client's answers

counter-edit-title = { $number } { $name } · Modifier
counter-edit-firstName = Prénom
counter-edit-lastName = Nom
counter-edit-phoneNumber = Téléphone
counter-edit-emailAddress = E-mail
counter-edit-note = Note
counter-edit-priority = Priorité (vide : normale ; 9 passe en premier)
counter-edit-part = Partie { $number } sur { $count }
counter-edit-save = Enregistrer
counter-edit-before = Partie précédente
counter-edit-next = Partie suivante
counter-edit-saved = { $number } : enregistré.
counter-edit-dropped = { $number } : enregistré. Réponses retirées, car ces questions ne se posent plus : { $titles }
counter-edit-changed = Quelqu'un vient de modifier ce client. Votre saisie est gardée : vérifiez-la et enregistrez à nouveau.
counter-edit-problems = { $count ->
    [one] Pas encore enregistré : il y a 1 réponse à corriger.
   *[other] Pas encore enregistré : il y a { $count } réponses à corriger.
}
counter-file-path = Chemin d'un fichier sur cet ordinateur
counter-file-remove = Retirer
counter-drop-title = Partir sans enregistrer ?
counter-drop-text = Votre saisie n'est pas encore enregistrée.
counter-drop-leave = Entrée Partir
counter-drop-stay = Échap Rester

## counter: what actions ask, and finding people

counter-unknown = La connexion a été coupée. À son retour, vous verrez si c'est fait.
counter-desk-paused = Guichet en pause
counter-desk-paused-hint = F5 met fin à la pause.
counter-desk-closed = Guichet fermé
counter-desk-closed-hint = F5 le rouvre et appelle.
counter-search = Numéro, nom, téléphone… · Entrée : la liste · Échap : tous
counter-sieve = { $shown } sur { $count } affichés
counter-suggest-no-show = { $number } a été appelé plusieurs fois. Absent ? F7
counter-keys-problem = Les touches d'origine sont utilisées. { $problem }
counter-more-title = Autres actions
counter-more-screen = Écran
counter-ask-yes = Entrée Valider
counter-ask-no = Échap Retour
counter-ask-outcome-title = Terminer { $number }
counter-ask-outcome = Résultat
counter-ask-outcome-other = En d'autres termes, avec une note…
counter-ask-note-title = Note sur { $number }
counter-ask-identify-title = { $number } : est-ce un client connu ?
counter-ask-same-client = La même personne : { $client }
counter-ask-other-client = Quelqu'un d'autre
counter-ask-priority-title = Priorité de { $number }
counter-ask-priority = { $level ->
    [0] normale
    [9] avant tous
   *[other] priorité { $level }
}
counter-ask-transfer-title = Où va { $number } ?
counter-ask-waiting = { $count ->
    [one] 1 attend
   *[other] { $count } attendent
}
counter-ask-desk = { $desk } seul peut appeler
counter-ask-service-title = Autre service pour { $number }
counter-ask-returned-title = Qui est revenu ?
counter-ask-queues-title = Quel service ouvrir ou fermer ?
counter-ask-queue-open = ouvert : le fermer
counter-ask-queue-closed = fermé : l'ouvrir
counter-ask-register-title = Nouveau ticket : quel service ?
counter-ask-place-title = Où attend { $number } ?
counter-ask-nth = place { $place }
counter-ask-place-first = en premier
counter-ask-place-last = en dernier
counter-ask-place-original = selon l'heure d'arrivée
counter-register-title = Nouveau ticket · { $service }
counter-register-again = Un ticket a déjà été donné pour cette saisie : voyez la liste. Enregistrer en donne un autre.
counter-register-dropped = { $number } est enregistré pour { $service }. Réponses retirées, car ces questions ne se posent plus : { $titles }

## counter: the states of a client

counter-status-registered = attend
counter-status-inProgress = au guichet
counter-status-finished = terminé
counter-status-noShow = n'est pas venu
counter-status-deleted = annulé
counter-offline = ticket donné sans le serveur
counter-offline-ticket = a en main { $ticket }
counter-offline-unchecked = réponses non conformes au formulaire

## counter : partir, et la page d'aide

counter-quit-title = { $number } est encore à votre guichet.
counter-quit-text = Le client reste à votre guichet et sera là quand vous reviendrez.
counter-quit-leave = Entrée Quitter
counter-quit-stay = Échap Rester
counter-help-title = Les touches du guichet
counter-help-next = termine le client à votre guichet et appelle le suivant
counter-help-recall = appelle encore une fois le client ; l'écran d'appel sonne à nouveau
counter-help-no-show = le client n'est pas venu
counter-help-finish = le client a été servi
counter-help-put-back = le client retourne dans la file
counter-help-call = appelle le client sélectionné hors de son tour
counter-help-details = montre tout sur le client
counter-help-move = déplacer la sélection
counter-help-edit = modifie le client, les réponses ou la note
counter-help-scan = Lisez le code d'un ticket, ou tapez son numéro et Entrée : la liste choisit ce client.
counter-help-row = montre ce qui est possible avec le client choisi : appeler, transférer, mettre de côté…
counter-help-language = une autre langue
counter-help-quit = quitter le guichet ; rien n'est perdu
counter-help-letters = Une lettre agit après { $leader }, sur le client au guichet, et dans le menu de la ligne choisie, sur ce client-là. Seule, elle ne fait rien.
counter-help-order = La liste suit l'ordre d'appel : les priorités d'abord (marquées !), puis qui attend le plus.
counter-help-signs = Signes de la liste : █ attend plus longtemps que promis · ▄ bientôt · ║ mis de côté, ou gardé pour un guichet · → à un guichet.
counter-help-transfer = vers un autre service ou guichet : dernier, premier ou selon l'arrivée
counter-help-park = met de côté, sans appel ; encore : attend comme avant
counter-help-more = montre les lettres de toutes les autres actions et en attend une
counter-help-coming = dit à la borne où l'on demande de l'aide que vous arrivez
counter-help-outcome = termine avec le résultat de la visite et une note
counter-help-next-service = termine et continue vers un autre service, même ticket
counter-help-place = attend à la place choisie
counter-help-priority = 0 est normal, 9 passe en premier
counter-help-note = une note pour le personnel
counter-help-print = imprime le ticket sur l'imprimante de ce guichet, comme copie s'il a déjà été imprimé
counter-help-identify = dit si c'est le client connu qui a la même adresse ou le même numéro
counter-help-undo = annule la dernière action du guichet, 20 au plus en 10 minutes
counter-help-undo-list = liste les dernières actions de ce guichet ; on annule celles que personne n'a changées depuis
counter-help-pause = commence ou finit une pause du guichet
counter-help-close-desk = ferme ce guichet pour aujourd'hui, ou le rouvre
counter-help-returned = un absent qui revient : deuxième place pendant 30 minutes
counter-help-register = donne un ticket à quelqu'un au guichet
counter-help-queues = ouvre un service aux nouveaux clients, ou le ferme
counter-help-search = trouve des gens dans la liste ; F5 appelle toujours à tour de rôle
counter-help-filter = montre un seul service, puis le suivant
counter-help-statistics = les chiffres du jour et des jours d’avant, et des rapports
counter-help-palette = trouve une action par son nom
counter-help-colours = autres couleurs
counter-help-help = cette page
counter-help-part-list = Vous êtes dans la liste. Les flèches choisissent un client, Entrée montre ce qui est possible avec lui.
counter-help-part-search = Vous êtes dans la recherche. Tapez ; Entrée va à la liste, Échap montre tout le monde.
counter-help-part-button = Vous êtes sur un bouton. Entrée l'active, Tab continue.
counter-help-part-choice = Choisissez avec les flèches et Entrée, ou tapez le chiffre. Échap revient sans rien changer.
counter-help-part-words = Écrivez, Entrée confirme, Échap revient. Le texte reste tant que la connexion est coupée.
counter-help-part-edit = Tab et Entrée avancent, Ctrl+S enregistre, Échap revient. Le texte reste tant que la connexion est coupée.
counter-help-part-more = Tapez une lettre, ou choisissez avec les flèches et Entrée. Les lignes pâles ne sont pas possibles maintenant. Échap revient.
counter-line-help = Une lettre seule concerne la personne au guichet ; suivie d'un numéro, cette personne (t A012). Un numéro seul propose les actions.

## display : la salle d'attente

display-serving = En cours
display-desk = Guichet
display-number = Numéro
display-waiting = En attente : { $count }
display-waiting-service = { $service } : { $count }
display-minutes = { $range } min
display-join-code = Code pour les téléphones
display-nobody = Votre numéro s'affichera ici.
display-link-down = Reconnexion… dernière mise à jour { $time }
display-link-never = Connexion…
display-mistake = L’affichage a été relancé après une erreur du programme.
display-no-desk = La disposition « desk » a besoin du réglage « desk » : le nom du guichet au-dessus duquel l'écran est placé.
display-too-small = Les numéros font { $have } mm de haut ; vus de { $seat } m il en faudrait { $least }. Choisissez de plus grandes lettres dans le terminal, ou un plus grand écran.
display-no-sound = Pas de son : les appels sont seulement affichés. Le journal dit pourquoi.
display-no-speech = Aucun programme ne peut parler ici. Installez l'extra « speech » ou espeak-ng, ou réglez speech_command.
display-no-voice = Il n'y a pas de voix pour la langue { $language }.

## display: a call in words, on the screen and spoken

call-say = Numéro { $number }, { $desk }
call-say-somewhere = Numéro { $number }, venez au guichet

## desk-name : les mots pour un guichet dans des noms comme « Guichet 2 », que les autres langues traduisent

desk-name-desk = guichet
desk-name-counter = comptoir
desk-name-window = guichet
desk-name-room = salle
desk-name-office = bureau

## launcher : l'écran qui s'ouvre avec « walkin »

launcher-tagline = La file d'attente de votre accueil, du ticket à l'appel
launcher-kiosk = Borne
launcher-kiosk-about = Le public choisit un service et prend un ticket.
launcher-counter = Guichet
launcher-counter-about = L'agent voit qui attend, appelle et reçoit.
launcher-display = Affichage
launcher-display-about = La salle d'attente voit quel numéro est appelé, et où.
launcher-data = Données
launcher-server = Serveur
launcher-demo = Démo
launcher-demo-about = Des clients fictifs vont et viennent ; tout est effacé.
launcher-serve = Servir
launcher-serve-about = « walkin serve » ouvre ces files à d'autres programmes.
launcher-look = Aspect
launcher-key-open = Ouvrir
launcher-key-move = Choisir
launcher-key-theme = Couleurs
launcher-key-language = Langue

### Answers of the API

error-badRequest = La demande ne peut pas être lue.
error-unauthorized = Une clé valable est nécessaire.
error-forbidden = Cette clé ne le permet pas.
error-notFound = Il n’y a rien à cette adresse.
error-queueNotFound = Cette file n’existe pas.
error-registrationNotFound = Cette inscription n’existe pas dans cette file.
error-clientNotFound = Ce client n’existe pas.
error-watchNotFound = Cet abonnement n’existe pas.
error-requestNotFound = Cet envoi n’existe pas.
error-errorNotFound = Cet échec n’est pas dans la liste.
error-keyNotFound = Cette clé n’existe pas.
error-secretsLost = Les secrets de cet accueil ne peuvent pas être lus : sa clé manque ou c’en est une autre. Remettez le fichier de clé ; s’il est perdu, supprimez les abonnements et les clés qui en dépendent, puis recréez-les.
error-queueEmpty = Personne n’attend.
error-methodNotAllowed = Cette adresse n’accepte pas cette méthode.
error-notAcceptable = La réponse ne peut pas être donnée sous cette forme.
error-conflict = Quelqu’un l’a modifié avant vous. Rechargez.
error-transition = Une inscription { $before } ne peut pas devenir { $after }.
error-reserved = Ce numéro est réservé à { $desk }. Remettez-le d’abord dans la file.
error-nothingToUndo = Ce guichet n’a rien fait ces 10 dernières minutes qui puisse être annulé.
error-undoChanged = { $ticket } a été modifié entre-temps : l’annulation n’est plus possible.
error-queueClosed = Ce service est fermé pour le moment.
error-prefixTaken = Une autre file utilise déjà la lettre { $prefix }.
error-queueInUse = Des personnes attendent encore ou sont reçues dans cette file. Terminez, déplacez ou supprimez-les d’abord.
error-clientHeld = Les données de cette personne sont bloquées : elles ne sont ni montrées, ni modifiées, ni effacées tant qu’un administrateur ne les libère pas.
error-deliveryErased = Les données de cette personne ont été effacées de cet envoi : il n’y a plus rien à renvoyer.
error-keyInUse = L’abonnement { $watch } signe avec cette clé. Il faut d’abord l’en retirer.
error-preconditionFailed = Il y a eu une modification entre-temps. Rechargez.
error-tooLarge = La demande dépasse { $limit } octets.
error-unsupportedMediaType = Le corps doit être du JSON en UTF-8 (application/json), non compressé.
error-expectationFailed = L’en-tête Expect demande quelque chose qui n’est pas connu ici.
error-invalid = Certaines réponses posent un problème.
error-idempotencyMismatch = Cette Idempotency-Key a servi avec un autre corps.
error-tooManyRequests = Trop de demandes. Réessayez dans { $retry ->
    [one] une seconde
   *[other] { $retry } secondes
}.
error-tooManyTickets = Il y a trop de tickets ouverts depuis ce téléphone ou cette adresse.
error-internalError = Un problème est survenu chez nous. Rien n’a été modifié.
error-busy = Le service est occupé. Réessayez dans un instant.
error-databaseAway = La base de données de l’accueil est injoignable pour le moment. Réessayez dans quelques secondes.
error-storageFull = Cela n’a pas pu être enregistré. Le disque est peut-être plein.
error-readOnly = La base de données de l’accueil n’accepte aucun changement pour le moment : elle est en lecture seule. Réessayez dans quelques secondes.
error-notConfirmed = On ne sait pas si cela a été enregistré : la base de données ne l’a pas confirmé. Vérifiez avant de réessayer.
error-dataGone = Le fichier de données de l’accueil a été déplacé, supprimé ou remplacé pendant son utilisation. Rien n’est enregistré tant qu’il n’est pas revenu ou que les programmes n’ont pas redémarré.
error-damaged = Le fichier de données de l’accueil est abîmé. Plus rien n’est enregistré : arrêtez les programmes et restaurez sa dernière copie.
error-upgraded = Les données de l’accueil ont été mises à niveau par un Walkin plus récent. Installez-le, puis redémarrez ce programme.
error-unreachable = Le serveur ne répond pas.

watch-unresolved = L’adresse de { $member } est introuvable pour le moment. Les envois continuent d’être tentés ; après cinq jours sans succès, l’abonnement est désactivé.
watch-gone = L’adresse a dit qu’elle n’existe plus (410).
watch-failing = Aucun envoi n’a réussi depuis cinq jours.

## kiosk : ce que lisent les visiteurs

kiosk-welcome = Bienvenue. Que pouvons-nous faire pour vous ?
kiosk-open = Ouvert
kiosk-closed = Fermé
kiosk-service-closed = Fermé
kiosk-all-closed = Tous les services sont fermés pour le moment.
kiosk-away = { $minutes ->
    [0] Pas de connexion. Vous pourrez prendre un ticket dès son retour ; en attendant, le personnel peut vous aider.
    [one] Pas de connexion depuis { $minutes } minute. Vous pourrez prendre un ticket dès son retour ; en attendant, le personnel peut vous aider.
   *[other] Pas de connexion depuis { $minutes } minutes. Vous pourrez prendre un ticket dès son retour ; en attendant, le personnel peut vous aider.
}
kiosk-offline = Pas de connexion pour le moment. Vous pouvez quand même prendre un ticket.
kiosk-offline-used-up = Pas de ticket avant le retour de la connexion
kiosk-more-services = Autres services ▼
kiosk-first-services = ▲ Premiers services
kiosk-start-over = Recommencer
kiosk-read-aloud = Écouter
kiosk-read-end = Fin lecture
kiosk-help = Appeler de l'aide
kiosk-appearance = Aa
kiosk-help-calling = Appel en cours…
kiosk-help-called = Le personnel est prévenu. Attendez ici.
kiosk-help-coming = Quelqu'un arrive.
kiosk-help-away = Pas de connexion : le personnel n'est pas prévenu. Adressez-vous à un guichet.
kiosk-help-lost = La connexion est perdue. Si personne ne vient, adressez-vous à un guichet.
kiosk-waiting = { $count ->
    [0] Personne n'attend
   *[other] { $count } en attente
}

kiosk-progress = { $about ->
    [yes] Question { $number } sur environ { $count }
   *[no] Question { $number } sur { $count }
}
kiosk-part = { $about ->
    [yes] Partie { $number } sur environ { $count }
   *[no] Partie { $number } sur { $count }
}
kiosk-continue = Continuer
kiosk-keyboard = Clavier
kiosk-keyboard-hide = Masquer le clavier
kiosk-board-shift = Maj
kiosk-board-delete = Effacer
kiosk-board-clear = Tout effacer
kiosk-board-space = Espace
kiosk-board-line = À la ligne
kiosk-board-next = Suivant
kiosk-problem-title = Il y a un problème

kiosk-check-title = Vérifiez vos réponses
kiosk-answers = Réponses { $first } à { $last }
kiosk-answers-of = Réponses { $first } à { $last } sur { $count }
kiosk-change = Modifier
kiosk-not-provided = Non renseigné
kiosk-show = Afficher
kiosk-hide = Masquer
kiosk-show-all = Tout voir
kiosk-brought = { $count ->
    [0] Le code ne contient rien pour ce formulaire.
    [one] 1 réponse a été remplie d'après le code.
   *[other] { $count } réponses ont été remplies d'après le code.
}
kiosk-brought-start = Le code a été lu. Choisissez la raison de votre visite.
kiosk-code-foreign = Ce code n’est pas destiné à cette borne. Rien n’a été choisi.
kiosk-code-typed = Un lecteur de codes a rempli ceci. Vérifiez avant de continuer.
kiosk-preview-result = Ce que la borne enverrait
kiosk-preview-broken = La dernière version du formulaire sans erreur. À corriger :
kiosk-take = Prendre mon ticket

kiosk-your-number = Votre numéro
kiosk-ahead = { $count ->
    [0] Personne avant vous
    [one] { $count } personne avant vous
   *[other] { $count } personnes avant vous
}
kiosk-expected = Attente prévue : { $wait }
kiosk-issued = Pris à { $time }
kiosk-sit = Asseyez-vous. Votre numéro sera appelé.
kiosk-scan = À ouvrir sur votre téléphone
kiosk-closes = Cette page se ferme { $seconds } secondes après le dernier geste.
kiosk-keep = Garder à l'écran
kiosk-kept = Cette page reste affichée { $minutes } minutes, ou jusqu'à ce que vous appuyiez sur Terminé.
kiosk-done = Terminé

kiosk-away-title = Le ticket n'a pas encore pu être pris
kiosk-away-text = Rien de ce que vous avez saisi n'est perdu. Il n'y a pas de connexion pour le moment.
kiosk-away-again = La borne réessaie toute seule.
kiosk-closed-title = Ce service vient de fermer
kiosk-closed-text = Il ne donne plus de tickets pour l'instant. Le personnel peut vous dire quand revenir.
kiosk-refused-title = Le ticket n'a pas pu être pris
kiosk-to-start = Retour au début

kiosk-still-title = Êtes-vous toujours là ?
kiosk-still-text = { $count ->
    [one] Dans { $count } seconde, cet écran revient au début et votre saisie est effacée.
   *[other] Dans { $count } secondes, cet écran revient au début et votre saisie est effacée.
}
kiosk-still-more = Plus de temps

kiosk-over-title = Recommencer ?
kiosk-over-text = Ce que vous avez saisi sera effacé.
kiosk-over-stay = Continuer
kiosk-leave-title = Quitter la borne ?
kiosk-leave-pin = Code du personnel :
kiosk-leave-wrong = Ce n'est pas le bon code.
kiosk-leave-wait = { $count ->
    [one] Ce n'est pas le bon code. Réessayez dans { $count } seconde.
   *[other] Ce n'est pas le bon code. Réessayez dans { $count } secondes.
}
kiosk-leave-wait-minutes = Ce n'est pas le bon code. Réessayez dans { $count } minutes.
kiosk-leave-tries = { $count ->
    [one] { $count } essai erroné, le { $time }.
   *[other] { $count } essais erronés, le dernier le { $time }.
}
kiosk-leave-clear = Effacer
kiosk-leave-go = Quitter
kiosk-leave-stay = Rester
kiosk-line-again = Répéter
kiosk-line-signs = Ce que vous pouvez taper
kiosk-line-several = Tapez les numéros, séparés par des espaces. Entrée pour continuer.
kiosk-line-area = Une ligne vide termine le texte.

## kiosk : ce que font les touches, le plus court possible

kiosk-key-back = Retour
kiosk-key-continue = Continuer
kiosk-key-pick = Choisir
kiosk-key-next = Suivant
kiosk-key-keyboard = Clavier à l'écran
kiosk-key-take = Prendre mon ticket
kiosk-key-help = Appeler de l'aide
kiosk-key-done = Terminé
kiosk-say-on = La lecture à voix haute est activée. Les flèches déplacent. Entrée choisit, Échap revient en arrière. F4 répète, F5 met en pause, F6 et F7 changent le volume, F2 arrête la lecture.
kiosk-say-off = La lecture à voix haute est arrêtée.
kiosk-say-button = bouton
kiosk-say-entry = champ de texte
kiosk-say-empty = vide
kiosk-say-filled = rempli, pas lu à voix haute sans casque
kiosk-say-chosen = sélectionné
kiosk-say-not-chosen = non sélectionné
kiosk-say-place = { $number } sur { $count }
kiosk-say-star = étoile
kiosk-say-deleted = { $letter } effacé
kiosk-say-volume = Volume { $percent }
kiosk-say-headphones = Utilisez-vous un casque ? Vos réponses sont alors lues aussi.

## field : ce que disent les champs d'un formulaire, à la borne et au guichet

field-optional = { $title } (facultatif)
field-day = Jour
field-month = Mois
field-year = Année
field-time = Heure
field-clear = Effacer
field-today = Aujourd’hui
# What may be typed as the day instead of a date, between commas
field-today-words = aujourd’hui, auj
field-birth-words = naissance, né le, née le
field-other = Autre : à préciser
field-chosen = { $count ->
    [0] Choisissez tout ce qui convient
    [one] 1 choix : { $names }
   *[other] { $count } choix : { $names }
}
field-chosen-one = Choix : { $name }
field-search = Tapez pour chercher
field-all = { $count ->
    [one] 1 option
   *[other] { $count } options
}
field-matches = { $count ->
    [0] Rien trouvé : essayez moins de lettres
    [one] 1 résultat
   *[other] { $count } résultats
}
field-up = ◂ { $name } : tous les groupes
field-expected-number = En chiffres, par exemple { $example }
field-expected-price = Un montant en chiffres, par exemple { $example }
field-expected-website = Par exemple www.example.com
field-expected-date = Par exemple 27 3 1985
field-expected-time = Par exemple 27 3 1985 à { $clock }
field-expected-clock = Par exemple { $clock }
field-expected-month = Mois et année, par exemple 3/2026
field-expected-like = Par exemple { $example }
field-rating-1 = Très mauvais
field-rating-2 = Mauvais
field-rating-3 = Correct
field-rating-4 = Bon
field-rating-5 = Très bon
field-meant = Vouliez-vous dire { $address } ?
field-file-desk = Apportez-le au guichet : vous pouvez continuer sans pour l'instant.
field-file-phone = Ou envoyez-le par téléphone : une fois le ticket pris, scannez son code.
field-file-there = Il est déjà là : { $name }
field-limits-number = { $ends ->
    [same] { $low }
    [both] De { $low } à { $high }
    [low] { $low } ou plus
   *[high] { $high } ou moins
}
field-limits-date = { $ends ->
    [same] { $low }
    [both] Du { $low } au { $high }
    [low] À partir du { $low }
   *[high] Jusqu’au { $high }
}
field-limits-month = { $ends ->
    [same] { $low }
    [both] Entre { $low } et { $high }
    [low] { $low } ou plus tard
   *[high] { $high } ou plus tôt
}
field-limits-time = { $ends ->
    [same] À { $low }
    [both] De { $low } à { $high }
    [low] À { $low } ou plus tard
   *[high] À { $high } ou plus tôt
}
field-limits-entries = { $ends ->
    [same] Exactement { $low }
    [both] De { $low } à { $high }
    [low] Au moins { $low }
   *[high] { $high } au plus
}
field-limits-step = Par pas de { $step }
field-consent = J’accepte
field-code = Visez le code avec votre téléphone pour ouvrir la page, ou notez son adresse :
field-code-large = Cet écran est trop petit pour un code de l’adresse. Notez-la :
field-code-button = Ouvrir sur votre téléphone : { $address }
field-file-signature = Vous signerez au guichet : vous pouvez continuer sans pour l'instant.
field-file-photo = Votre photo sera prise au guichet : vous pouvez continuer sans pour l'instant.
field-entry-add = Ajouter : { $title }
field-entry-another = Ajouter encore : { $title }
field-entry-change = Modifier
field-entry-remove = Retirer
field-entry-really = Vraiment retirer ?
field-entry-none = Rien d’ajouté pour l’instant
field-entry-default = Entrée
field-key-choose = Choisir
field-key-continue = Continuer

## form : ce qu'il faut corriger dans une réponse, à la borne et dans les réponses de l'API

form-empty = { $type ->
    [one] Choisissez une réponse
    [many] Choisissez une ou plusieurs réponses
    [email] Saisissez une adresse e-mail
    [phone] Saisissez un numéro de téléphone
    [number] Saisissez un nombre
    [price] Saisissez un montant
    [date] Saisissez une date
    [website] Saisissez une adresse web
    [name] Saisissez un nom
    [address] Saisissez une adresse postale
    [file] Choisissez un fichier
    [textarea] Saisissez un texte
    [consent] Donnez votre accord pour continuer
    [time] Saisissez une heure
    [month] Saisissez un mois
   *[input] Saisissez une réponse
}
form-about = { $thing } : { $text }
form-thing = « { $title } »
form-thing-name = Nom
form-thing-given-name = Prénom
form-thing-family-name = Nom de famille
form-thing-email = Adresse e-mail
form-thing-tel = Numéro de téléphone
form-thing-address-line1 = Rue et numéro
form-thing-address-level2 = Ville
form-thing-postal-code = Code postal
form-thing-country-name = Pays
form-thing-organization = Entreprise
form-thing-bday = Date de naissance
form-empty-name = Saisissez votre nom
form-empty-given-name = Saisissez votre prénom
form-empty-family-name = Saisissez votre nom de famille
form-empty-address-line1 = Saisissez la rue et le numéro
form-empty-address-level2 = Saisissez la ville
form-empty-postal-code = Saisissez le code postal
form-empty-country-name = Choisissez un pays
form-empty-organization = Saisissez le nom de l’entreprise
form-empty-bday = Saisissez votre date de naissance
form-tooLong = { $limit ->
    [one] Saisissez { $limit } caractère au plus
   *[other] Saisissez { $limit } caractères au plus
}
form-tooShort = { $limit ->
    [one] Saisissez au moins { $limit } caractère
   *[other] Saisissez au moins { $limit } caractères
}
form-character = Utilisez seulement des lettres, des chiffres et des signes : un caractère ne peut pas être affiché
form-email = Saisissez une adresse e-mail, par exemple nom@example.com
form-phone = Saisissez un numéro de téléphone, par exemple 01 99 00 12 34 ou +44 20 7946 0018
form-phoneCountry = Saisissez le numéro avec son indicatif de pays, par exemple +33 1 99 00 12 34
form-phoneExtension = Saisissez le numéro de téléphone sans numéro de poste
form-number = Saisissez un nombre en chiffres, par exemple 12 ou 3,5
form-price = Saisissez un montant en chiffres, par exemple 12 ou 12,50
form-pricePlaces = { $places ->
        [0] Saisissez un montant entier sans décimales, par exemple 12 ou 12500
       *[other] Saisissez un montant avec { $places } décimales au plus et rien entre les milliers, par exemple 12,50 ou 12500
    }
form-date = Saisissez une date réelle, par exemple 27 3 1985
form-time = Saisissez une date réelle et une heure, par exemple 27 3 1985 à { $clock }
form-website = Saisissez une adresse web, par exemple www.example.com
form-fileType = Le fichier doit être de l’un de ces types : { $types }
form-fileActive = Le fichier contient des programmes ou d’autres fichiers : imprimez-le dans un nouveau PDF ou envoyez une photo
form-fileSize = Le fichier doit faire { $limit } Mo au plus
form-fileEmpty = Le fichier est vide : choisissez-en un autre
form-fileRead = Le fichier n'a pas pu être lu : choisissez-le de nouveau
form-pattern = Écrivez-le comme la question le décrit
form-oneOnly = Choisissez une seule réponse
form-shape = Envoyez les parties d’une réponse dans subItem, et toute autre réponse dans value ou values
form-otherClient = La fiche du client { $id } contient autre chose : ne l’envoyez pas, ou modifiez la fiche elle-même
form-unknownChoice = Choisissez une des réponses proposées
form-country = Choisissez un pays de la liste
form-countryLike = Choisissez un pays de la liste : vouliez-vous dire { $name } ?
form-other = Précisez ce que vous entendez par « Autre »
form-tooSmall = Saisissez { $limit } ou plus
form-tooBig = Saisissez { $limit } ou moins
form-tooEarly = Pas avant : { $limit }
form-tooEarly-time = Pas avant { $limit }
form-tooLate = Pas après : { $limit }
form-tooLate-time = Pas après { $limit }
form-integer = Saisissez un nombre entier
form-step = { $same ->
    [yes] Saisissez { $lower }
   *[no] Saisissez { $lower } ou { $upper } : rien n’est possible entre les deux
}
form-check = Ce numéro ne peut pas être exact : comparez chaque lettre et chaque chiffre avec votre document
form-mask = Écrivez-le ainsi : { $example }
form-clock = Saisissez une heure, par exemple { $clock }
form-month = Saisissez un mois et une année, par exemple 3/2026
form-consent = Répondez true, ou ne répondez pas
form-exclusive = « { $name } » ne peut pas être choisi avec une autre réponse
form-tooFew = { $limit ->
    [one] Ajoutez-en au moins { $limit }
   *[other] Ajoutez-en au moins { $limit }
}
form-tooMany = { $limit ->
    [one] Un seul est possible
   *[other] { $limit } au plus sont possibles
}
form-requireOne = Répondez au moins à une de ces questions : { $titles }
form-notAsked = Cette question ne se pose pas après les autres réponses : sa réponse n’a pas été gardée

## page: what the QR code on a ticket opens on a phone

page-ahead = { $count ->
    [0] Vous êtes en tête de la file
    [one] 1 personne avant vous
   *[other] { $count } personnes avant vous
}
page-delay-deskClosed = L’attente est plus longue qu’annoncé : un guichet a fermé ou a un autre travail.
page-delay-putBefore = L’attente est plus longue qu’annoncé : quelqu’un a dû passer avant vous.
page-delay-longVisit = L’attente est plus longue qu’annoncé : un rendez-vous dure plus que d’habitude.
page-wait-not-known = Nous ne connaissons pas encore l’attente.
page-no-desk = Aucun guichet n’est ouvert. L’attente s’affichera ici dès qu’un guichet ouvrira.
page-called = C’est à vous : { $desk }
page-called-somewhere = C’est à vous
page-missed = Vous n’étiez pas là à l’appel. Adressez-vous au personnel.
page-over = Cette visite est terminée. Merci.
page-updated = Mis à jour à { $time }. Cette page se met à jour seule.
page-updated-at = Mis à jour à { $time }.
page-file-send = Envoyer ce fichier
page-file-again = En envoyer un autre à la place
page-file-sent = Envoyé : { $name }
page-file-progress = Déjà envoyé
page-refused = Cela n’a pas fonctionné
page-refused-text = Revenez en arrière et réessayez dans un instant, ou adressez-vous au personnel.
page-gone = Ce ticket n’existe pas
page-gone-ask = Scannez à nouveau le code de votre ticket, ou adressez-vous au personnel.

page-held = Votre place est gardée : un guichet vous appellera.
page-sit = Asseyez-vous. Votre numéro sera appelé.
page-stale = Pas de connexion. Ce que vous voyez date de l'heure ci-dessous. Nouvel essai…
page-alert = M'avertir par un son
page-keep = Gardez cette page ouverte et l'écran allumé.
page-keep-sound = Gardez cette page ouverte et l'écran allumé ; un son retentit quand c'est à vous.
page-awake = Gardez cette page ouverte : l'écran reste allumé.
page-awake-sound = Gardez cette page ouverte : l'écran reste allumé, et un son retentit quand c'est à vous.
page-start = Prendre un ticket
page-start-none = Les tickets se prennent à l'entrée
page-start-none-text = Le code de votre ticket ouvre sa page sur votre téléphone.
page-to-start = Services de cet accueil
page-nowhere = Il n'y a rien à cette adresse
page-nowhere-text = Scannez à nouveau le code de votre ticket ou de l'affiche, ou adressez-vous au personnel.
page-cancel = Annuler ma place
page-cancel-title = Annuler votre place ?
page-cancel-text = Vous quittez la file. Pour revenir il faudra un nouveau ticket, à la fin de la file.
page-cancel-yes = Oui, annuler ma place
page-cancel-no = Non, garder ma place
page-cancelled = Ce ticket a été annulé.
page-again = Prendre un nouveau ticket
page-closed = Cette visite est finie depuis un moment
page-closed-ask = Sa page est fermée. Pour une nouvelle visite, prenez un nouveau ticket.
page-access = Accessibilité
page-access-text = Ces pages suivent EN 301 549 et WCAG 2.2 AA, autant que des tests automatiques le montrent. Elles s’utilisent au clavier, avec un lecteur d’écran, en grands caractères, en clair et en sombre.
page-access-gaps = Pas encore montré : aucune personne qui utilise chaque jour une aide technique ne les a testées.
page-access-staff = Si vous ne pouvez pas utiliser ces pages ou la borne, le personnel vous donne un ticket à un guichet.
page-access-contact = Dites-nous ce que vous ne pouvez pas utiliser : { $contact }
page-access-ask = Dites au personnel ce que vous ne pouvez pas utiliser.

## paper: the ticket on paper, and its printer

paper-copy = COPIE
paper-desk = Allez à : { $desk }
paper-missing = (avec des lettres que cette imprimante n'a pas)
paper-state = { $state ->
    [printing] Impression…
    [yes] Prenez votre papier.
    [unknown] Prenez le papier, ou gardez ce numéro.
   *[no] Pas de papier : gardez ce numéro.
}
paper-again = Réimprimer
paper-trouble = { $trouble ->
    [noPaper] plus de papier
    [paperLow] presque plus de papier
    [coverOpen] le capot est ouvert
    [cutter] le massicot est bloqué
    [offline] hors ligne
    [noAnswer] pas de réponse : éteinte ou débranchée
   *[error] une erreur
}

## join : prendre un ticket avec un téléphone, derrière l'affiche à l'entrée

join-take = Prendre mon ticket
join-choose = Choisissez
join-next = Continuer
join-more = Ces réponses entraînent d'autres questions
join-remove = Retirer : { $title }
join-open = { $count ->
    [one] Choisir parmi 1 option
   *[other] Choisir parmi { $count } options
}
join-sign = Signez dans le cadre avec le doigt ou la souris, ou ajoutez une image de votre signature.
join-sign-pad = Cadre pour signer
join-file = Un fichier de { $limit } Mo au plus : { $types }
join-later = Je l'enverrai plus tard depuis la page de mon ticket, ou l'apporterai au guichet
join-code = Code de la salle d'attente
join-code-hint = Quatre chiffres sur l'écran de la salle d'attente.
join-code-missing = Entrez le code qu'affiche l'écran de la salle d'attente
join-code-wrong = Ce code est faux ou périmé : entrez celui que l'écran affiche maintenant
join-unknown = On ne peut pas prendre de ticket ici
join-unknown-text = Ce service ne donne pas de ticket par téléphone. Prenez-en un à l'entrée, ou adressez-vous au personnel.
join-closed = Ce service est fermé pour le moment
join-closed-text = Il ne donne plus de tickets. Le personnel peut vous dire quand revenir.
join-busy = Trop de tickets sont pris en même temps
join-busy-text = Attendez une minute et réessayez, ou prenez un ticket à l'entrée.
join-many = Vous avez assez de tickets
join-many-text = Annulez-en un sur sa page, ou attendez que l'un d'eux soit servi. Les groupes plus grands prennent leurs tickets à l'entrée.
join-refused = Le ticket n'a pas pu être pris
join-refused-text = Revenez en arrière et réessayez, ou prenez un ticket à l'entrée.
join-poster = Prenez votre ticket avec votre téléphone
join-poster-scan = Visez le code avec l'appareil photo de votre téléphone. La page qui s'ouvre montre votre place. Gardez-la ouverte : un son peut retentir quand c'est à vous.

form-fileAgain = Ajoutez à nouveau le fichier : il n’est gardé qu’avec un formulaire complet
form-fileRoom = Il n’y a plus de place pour les fichiers : apportez-le au guichet
form-fileGone = Ajoutez à nouveau le fichier : celui qui a été envoyé n’est plus là
page-consent-title = Autorisation pour un autre programme
page-consent-asks = { $name } demande à travailler avec vos files d’attente, dans le rôle « { $role } ».
page-consent-goes = Si vous acceptez, vous continuerez vers { $address }.
page-consent-key = Utilisez la clé d’un administrateur de votre compte.
page-consent-allow = Autoriser
page-consent-deny = Refuser
page-consent-wrong = Ce ne sont pas la clé et le jeton d’un administrateur.
page-consent-unknown = Ce programme n’est pas connu ici, ou veut vous envoyer à une adresse qui n’est pas enregistrée pour lui.

## report: the figures of days, on the counter's screen, on paper and in files

report-title = Rapport
report-days = du { $since } au { $until }
report-taken = Établi le { $date } à { $time }
report-all = Tous les services
report-services = Services
report-desks = Guichets
report-hours = Heures de la journée
report-week-visits = Visites par jour et par heure
report-week-waits = Attente moyenne par jour et par heure, en minutes
report-told = Attentes annoncées et réelles
report-course = Attentes au fil de la journée, en minutes
report-inside = Dans la fourchette
report-above = Plus longue qu’annoncée
report-below = Plus courte qu’annoncée
report-open-ended = « Plus d’une heure » annoncée :
report-untold = Aucune attente annoncée :
report-width = La fourchette couvre { $minutes } min en moyenne
report-error = En moyenne { $minutes } min d’écart
report-nothing = Il n’y a eu aucune visite ces jours-là.
report-unit-minutes = min
report-unit-percent = %
report-figure-waiting = en attente
report-figure-longest = attente maximale
report-figure-visits = visites
report-figure-mean = attente moyenne
report-figure-served = servis
report-figure-no-show = absents
report-head-service = Service
report-head-desk = Guichet
report-head-hour = Heure
report-head-day = Jour
report-head-time = Heure
report-head-visits = Visites
report-head-called = Appelés
report-head-served = Servis
report-head-no-show = Absents
report-head-left = Partis
report-head-within = À temps
report-head-mean = Attente moyenne
report-head-median = Attente médiane
report-head-long = 9 sur 10
report-head-handling = Visite
report-head-waiting = Attend
report-head-longest = Attente maximale
report-head-target = Objectif
report-head-told = Attente
report-head-share = Part
report-head-people = Personnes
report-definitions = Ce que disent les chiffres
report-define-visits = Visites : tickets pris. Un autre service de la même visite compte une fois de plus, pour ce service.
report-define-wait = Moyenne et médiane : minutes du ticket à l’appel, pour les personnes appelées. La moitié n’a pas attendu plus que la médiane.
report-define-within = À temps : la part des personnes appelées dont l’attente n’a pas dépassé l’objectif de leur service.
report-define-long = 9 sur 10 : neuf personnes sur dix n’ont pas attendu plus longtemps.
report-define-handling = Visite : minutes en moyenne de l’appel à la fin, pour les personnes servies.
report-define-left = Absents et Partis : pas venus à l’appel ; annulés pendant l’attente. Les pourcentages portent sur les visites terminées.
report-define-told = Annoncées et réelles : où a fini l’attente réelle, pour ceux à qui une fourchette a été annoncée avec le ticket et qui ont été appelés.
report-define-desks = Guichets : visites selon le guichet qui les a appelées en dernier. Les chiffres sont ceux des guichets, pas des personnes.

## statistics: the screen of the counter

stats-title = Statistiques
stats-page-overview = Ensemble
stats-page-hours = Heures
stats-page-week = Semaine
stats-page-told = Annoncé
stats-range-today = Aujourd’hui
stats-range-yesterday = Hier
stats-range-week = 7 jours
stats-range-month = 30 jours
stats-range-year = Un an
stats-loading = Un instant…
stats-at = À { $time }
stats-away = Pas de connexion. Ces chiffres datent de { $time }, il y a { $age }.
stats-never = Pas de connexion. Les chiffres s’affichent dès son retour.
stats-refused = Impossible de charger les chiffres : { $reason }
stats-line = Attente des 2 dernières heures, en minutes
stats-line-range = minimum { $least }, maintenant { $now }, maximum { $most }
stats-line-none = Personne n’a été appelé ces 2 dernières heures.
stats-range-values = minimum { $least }, moyenne { $mean }, maximum { $most }
stats-hours-unit = Visites, et attente moyenne en minutes
stats-hours-wait = attente { $minutes }
stats-save-format = Le nom doit finir par .html, .txt, .csv ou .json.
stats-key-back = Retour
stats-key-range = Jours
stats-key-table = Tableau
stats-key-waits = Attentes
stats-key-export = Enregistrer
stats-key-report = Rapport
stats-key-help = Aide
stats-help-pages = les pages : ensemble, heures, semaine, annoncé
stats-help-range = aujourd’hui, hier, 7 jours, 30 jours, un an ; avec Maj dans l’autre sens
stats-help-table = les mêmes chiffres en tableau, et retour
stats-help-waits = dans la semaine : visites ou attentes moyennes
stats-help-export = enregistre ces chiffres en CSV, JSON, texte ou HTML, selon la fin du nom
stats-help-report = enregistre un rapport à imprimer, ou à garder en PDF, dans les téléchargements

## The guide

guide-key-scroll = Défiler
