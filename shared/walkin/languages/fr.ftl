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
app-ok = OK
app-yes = Oui
app-no = Non
app-back = Retour
app-next = Suivant
app-cancel = Annuler
app-close = Fermer
app-save = Enregistrer
app-retry = Réessayer
app-help = Aide
app-quit = Quitter
app-language = Langue
app-theme = Couleurs
app-loading = Un instant…
app-too-small = Cette fenêtre est trop petite. Il faut { $columns } × { $rows } à Walkin, elle a { $wide } × { $high }.
app-too-small-hint = Agrandissez la fenêtre ou réduisez la taille des lettres.
app-mistake = Cela n'a pas fonctionné : une erreur du programme. Les détails sont dans { $file }.
app-mistake-no-file = Cela n'a pas fonctionné : une erreur du programme.
app-crashed = Walkin s'est arrêté à cause d'une erreur. Détails : { $file }
app-crashed-no-file = Walkin s'est arrêté à cause d'une erreur. Les détails n'ont pas pu être écrits dans un fichier.

## answer : les réponses d'un formulaire en mots

answer-yes = oui
answer-no = non
answer-other = autre : { $text }
answer-rating = { $place } sur { $count }
answer-rating-named = { $place } sur { $count } ({ $name })
answer-file-deferred = À fournir plus tard

## wait : l'attente prévue, en minutes

wait-range = environ { $low }–{ $high } minutes
wait-up-to = jusqu'à { $minutes } minutes
wait-over = plus de { $minutes } minutes
wait-no-desk = aucun guichet ouvert

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

## app : ce qui peut clocher dans un fichier de thème

app-theme-problem-unreadable = Le fichier de thème { $file } ne peut pas être lu.
app-theme-problem-format = Le fichier de thème { $file } n'est pas écrit comme il faut : { $reason }.
app-theme-problem-missing = Le fichier de thème { $file } ne dit pas quelle est la couleur « { $key } ».
app-theme-problem-colour = Dans le fichier de thème { $file }, « { $value } » n'est pas une couleur ({ $key }).
app-theme-problem-unknown = Le fichier de thème { $file } contient « { $key } », que Walkin ne connaît pas. Le reste est utilisé.
app-theme-problem-contrast = Le thème { $file } est difficile à lire : { $text } sur { $ground } a un contraste de { $ratio }, il faudrait au moins { $least }.
app-theme-problem-name = Aucun thème ne s'appelle « { $name } ». Walkin utilise « { $used } ».
app-new-office = Un nouvel accueil a été créé dans { $place } : il n’y en avait pas.

## counter : choisir le guichet et les services

counter-setup-title = Qui travaille ici ?
counter-setup-desk = Nom de ce guichet, tel que les clients l'entendent
counter-setup-desk-example = Guichet 3
counter-setup-queues = Services que vous appelez
counter-setup-start = Commencer
counter-setup-no-desk = Écrivez d'abord le nom de ce guichet.
counter-setup-desk-long = Le nom d'un guichet a au plus 40 caractères.
counter-setup-no-queue = Cochez au moins un service.
counter-setup-none = Ce bureau n'a pas encore de service. Ajoutez-en un avec : walkin queue add
counter-no-such-queue = Aucun service ne s'appelle { $name }.

## counter : la ligne du haut

counter-opening = Un instant…
counter-link-up = Connecté
counter-link-never = Pas de connexion. Nouvel essai…
counter-link-down = Pas de connexion — dernière mise à jour { $time } (il y a { $age })

## counter : le client à ce guichet

counter-nobody = Personne à votre guichet
counter-nobody-next = F5 appelle { $number } · { $service }
counter-nobody-waiting = Personne n'attend. Les nouveaux clients apparaissent ici d'eux-mêmes.
counter-since = Appelé à { $time } · avec vous depuis { $span }
counter-since-again = Appelé il y a { $ago } · ici depuis { $span }
counter-long = Long : { $span } (habituel : { $minutes } min)
counter-waited = a attendu { $span }
counter-calls = { $count ->
    [one] appelé une fois
   *[other] appelé { $count } fois
}
counter-also-here = Aussi à ce guichet : { $numbers }
counter-speaks = parle { $language }
counter-priority = priorité { $level }
counter-no-name = Sans nom

## counter : le tableau

counter-column-number = Numéro
counter-column-name = Nom
counter-column-service = Service
counter-column-wait = Attente
counter-column-state = État
counter-column-remark = Remarques
counter-state-waiting = attend
counter-state-soon = bientôt tard
counter-state-late = en retard
counter-state-served = au guichet
counter-state-at = à { $desk }
counter-state-held = en attente
counter-state-for = pour { $desk }
counter-summary = { $count ->
    [0] Personne n'attend.
    [one] 1 personne attend, depuis { $longest }.
   *[other] { $count } personnes attendent, la première depuis { $longest }.
}

## counter : ce qu'on peut faire, sur les boutons et dans la barre des touches

counter-key-next = Suivant
counter-key-recall = Rappeler
counter-key-no-show = Absent
counter-key-finish = Terminer
counter-key-put-back = Remettre
counter-key-call = Appeler
counter-key-details = Détails
counter-key-current = Sa fiche
counter-key-help = Aide
counter-key-language = Langue
counter-key-open = Ouvrir
counter-key-save = Enregistrer
counter-key-edit = Modifier
counter-key-quit = Quitter
counter-key-transfer = Transférer
counter-key-park = En attente
counter-key-more = Plus
counter-key-outcome = Terminer, résultat
counter-key-next-service = Autre service
counter-key-place = Déplacer
counter-key-priority = Priorité
counter-key-note = Note
counter-key-undo = Annuler
counter-key-pause = Pause
counter-key-close-desk = Fermer le guichet
counter-key-returned = De retour
counter-key-register = Nouveau ticket
counter-key-queues = Ouvrir un service
counter-key-search = Chercher
counter-key-filter = Un service
counter-key-statistics = Statistiques
counter-key-jump = Sauter
counter-key-palette = Toutes les actions
counter-key-colours = Couleurs

## counter : ce qui s'est passé

counter-did-next = { $number } est appelé à { $desk }.
counter-did-recall = { $number } est rappelé.
counter-did-no-show = { $number } n'est pas venu.
counter-did-finish = { $number } est terminé.
counter-did-put-back = { $number } attend à nouveau.
counter-did-transfer = { $number } attend maintenant : { $to }.
counter-did-park = { $number } est mis en attente.
counter-did-came-back = { $number } est de retour et attend.
counter-did-priority = { $number } a une autre priorité.
counter-did-note = La note de { $number } est gardée.
counter-did-next-service = { $number } continue vers { $to } avec le même ticket.
counter-did-register = { $number } attend maintenant : { $service }.
counter-did-undo = Annulé : { $kind ->
    [called] appel de
    [recalled] appel de
    [finished] fin de
    [noShow] absence de
    [parked] mise en attente de
    [putBack] remise de
    [reserved] transfert de
    [followed] autre service de
    [deleted] suppression de
   *[updated] changement de
} { $numbers }.
counter-did-desk-open = Ce guichet est ouvert.
counter-did-desk-paused = Ce guichet est en pause. Les attentes annoncées n'en tiennent plus compte.
counter-did-desk-closed = Ce guichet est fermé.
counter-did-queue-open = { $name } accepte à nouveau des clients.
counter-did-queue-closed = { $name } n'accepte plus de nouveaux clients.
counter-queue-empty = Personne n'attend.
counter-somebody-faster = Un autre guichet a été plus rapide : plus personne n'attend.
counter-row-taken = { $number } vient d'être appelé à { $desk }.
counter-row-gone = { $number } n'attend plus.
counter-not-yours = { $number } n'est plus à ce guichet.
counter-just-moved = { $number } vient de quitter la liste. Choisissez à nouveau.
counter-not-waiting = { $number } n'attend pas : on n'appelle que ceux qui attendent.
counter-finish-first = { $number } est encore à votre guichet. Terminez, remettez en attente, ou F5.
counter-no-selection = Personne n'est sélectionné.
counter-no-target = Il n'y a ni autre service ouvert ni autre guichet.
counter-no-missed = Personne n'a été absent aujourd'hui.
counter-away = Pas de connexion : ce n'était pas possible. Réessayez dès son retour.
counter-half-done = { $number } est terminé, mais la connexion est coupée : personne n'a été appelé. F5 dès son retour.
counter-refused = Ce n'était pas possible : { $reason }
counter-broken = Cela n'a pas marché. Le journal dit pourquoi. Vous pouvez réessayer.

## counter : les détails d'un client

counter-details-number = Numéro
counter-details-service = Service
counter-details-state = État
counter-details-name = Nom
counter-details-phone = Téléphone
counter-details-email = E-mail
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
counter-details-minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
counter-details-outcome = Résultat
counter-details-form = Réponses
counter-details-visits = Autres visites du jour
counter-details-no-form = On n'a posé aucune question à ce client.
counter-details-no-answer = sans réponse

## counter: files of clients

counter-file = { $name } · { $size } · O ouvrir · S enregistrer
counter-file-unfetched = { $name } · indisponible pour le moment
counter-file-unnamed = Fichier sans nom
counter-file-deferred = à apporter au guichet ou à envoyer par téléphone
counter-file-saved = Enregistré sous { $path }
counter-file-opened = Enregistré sous { $path } et confié au bureau
counter-file-no-desktop = Enregistré sous { $path }. Aucun bureau ici pour l'afficher.
counter-file-unsaved = Le fichier n'a pas pu être enregistré : { $reason }
counter-save-title = Enregistrer le fichier
counter-save-text = Où ? Un dossier suffit. Rien n'est écrasé.
counter-save-yes = Entrée Enregistrer
counter-save-no = Échap Annuler

## counter: changing a client's answers

counter-edit-title = { $number } { $name } · Modifier
counter-edit-firstName = Prénom
counter-edit-lastName = Nom
counter-edit-phoneNumber = Téléphone
counter-edit-emailAddress = E-mail
counter-edit-note = Note
counter-edit-priority = Priorité (aucune est habituel, 9 passe en premier)
counter-edit-part = Partie { $number } sur { $count }
counter-edit-save = Enregistrer
counter-edit-before = Partie précédente
counter-edit-next = Partie suivante
counter-edit-saved = Enregistré.
counter-edit-changed = Quelqu'un vient de modifier ce client. Votre saisie est gardée : vérifiez-la et enregistrez à nouveau.
counter-edit-problems = { $count ->
    [one] Pas encore enregistré : il y a 1 réponse à corriger.
   *[other] Pas encore enregistré : il y a { $count } réponses à corriger.
}
counter-file-path = Chemin d'un fichier sur cet ordinateur
counter-drop-title = Partir sans enregistrer ?
counter-drop-text = Votre saisie n'est pas encore enregistrée.
counter-drop-leave = Entrée Partir
counter-drop-stay = Échap Rester

## counter: what actions ask, and finding people

counter-unknown = La connexion a été coupée. Vous verrez à son retour si c'est fait.
counter-desk-paused = Guichet en pause
counter-desk-paused-hint = P met fin à la pause. F5 aussi, et appelle.
counter-desk-closed = Guichet fermé
counter-desk-closed-hint = Z le rouvre. F5 aussi, et appelle.
counter-search = Numéro, nom, téléphone… · Entrée : la liste · Échap : tous
counter-sieve = { $shown } sur { $count } affichés
counter-suggest-no-show = { $number } a été appelé plusieurs fois. Absent ? F7
counter-keys-problem = Les touches sont celles de Walkin. { $problem }
counter-more-title = Ce qu'on peut faire d'autre
counter-ask-yes = Entrée Valider
counter-ask-no = Échap Retour
counter-ask-outcome-title = Terminer { $number }
counter-ask-outcome = Résultat
counter-ask-note-title = Note sur { $number }
counter-ask-priority-title = Priorité de { $number }
counter-ask-priority = { $level ->
    [0] normale
    [9] avant tous
   *[other] priorité { $level }
}
counter-ask-transfer-title = Où va { $number } ?
counter-ask-waiting = { $count ->
    [one] 1 attend
   *[other] { $count } attendent
}
counter-ask-desk = { $desk } seul peut appeler
counter-ask-service-title = Autre service pour { $number }
counter-ask-returned-title = Qui est finalement là ?
counter-ask-queues-title = Quel service ouvrir ou fermer ?
counter-ask-queue-open = ouvert : le fermer
counter-ask-queue-closed = fermé : l'ouvrir
counter-ask-register-title = Nouveau ticket : quel service ?
counter-ask-place-title = Où attend { $number } ?
counter-ask-nth = place { $place }
counter-ask-place-first = en premier
counter-ask-place-last = en dernier
counter-ask-place-original = selon l'heure d'arrivée
counter-register-title = Nouveau ticket · { $service }
counter-register-again = Un ticket a été donné pour la saisie d'avant. Voyez la liste ; enregistrer en donne un autre.

## counter: the states of a client

counter-status-registered = attend
counter-status-inProgress = au guichet
counter-status-finished = terminé
counter-status-noShow = n'est pas venu
counter-status-deleted = annulé

## counter : partir, et la page d'aide

counter-quit-title = { $number } est encore à votre guichet.
counter-quit-text = Le client reste à votre guichet et sera là quand vous reviendrez.
counter-quit-leave = Entrée Quitter
counter-quit-stay = Échap Rester
counter-help-title = Les touches du guichet
counter-help-next = termine le client à votre guichet et appelle le suivant
counter-help-recall = appelle encore une fois le client ; l'écran d'appel sonne à nouveau
counter-help-no-show = le client n'est pas venu
counter-help-finish = le client a été servi
counter-help-put-back = le client retourne dans la file
counter-help-call = appelle la personne sélectionnée hors de son tour
counter-help-details = montre tout sur la personne sélectionnée
counter-help-current = montre tout sur le client à votre guichet
counter-help-move = déplacer la sélection
counter-help-language = une autre langue
counter-help-quit = quitter le guichet ; rien n'est perdu
counter-help-letters = Les lettres agissent quand la liste a le focus. Les touches F agissent partout.
counter-help-order = La liste suit l'ordre d'appel : les priorités d'abord (marquées !), puis qui attend le plus.
counter-help-late = « bientôt tard » et « en retard » comparent l'attente à ce que promet le service.
counter-help-signs = Sur un écran étroit, * signale un client avec une note, et des lettres comme PL une autre langue.
counter-help-transfer = vers un autre service ou guichet : dernier, premier ou selon l'arrivée
counter-help-park = en attente, sans être appelé ; encore : attend comme avant
counter-help-more = les boutons de toutes les autres actions
counter-help-outcome = termine avec le résultat de la visite et une note
counter-help-next-service = termine et continue vers un autre service, même ticket
counter-help-place = attend à la place choisie
counter-help-priority = 0 est normal, 9 passe en premier
counter-help-note = une note pour le personnel
counter-help-undo = annule la dernière action du guichet, 20 au plus en 10 minutes
counter-help-pause = une pause du guichet, puis retour
counter-help-close-desk = ce guichet a fini pour aujourd'hui, puis retour
counter-help-returned = un absent finalement venu : deuxième place pendant 30 minutes
counter-help-register = donne un ticket à quelqu'un au guichet
counter-help-queues = permet ou non de nouveaux clients pour un service
counter-help-search = trouve des gens dans la liste ; F5 appelle toujours à tour de rôle
counter-help-filter = montre un service parmi d'autres, puis le suivant
counter-help-statistics = les chiffres du jour et des jours d’avant, et des rapports
counter-help-jump = une touche sur chaque bouton
counter-help-palette = trouve une action par son nom
counter-help-colours = autres couleurs
counter-help-help = cette page
counter-help-whom = Les lettres visent la ligne choisie. Touches F, boutons et N visent le client au guichet, sinon la ligne.
counter-help-part-list = Vous êtes dans la liste. Les flèches choisissent, les lettres agissent, Entrée montre tout.
counter-help-part-search = Vous êtes dans la recherche. Tapez ; Entrée va à la liste, Échap montre tout le monde.
counter-help-part-button = Vous êtes sur un bouton. Entrée l'active, Tab continue.
counter-help-part-choice = Choisissez avec les flèches et Entrée, ou tapez le chiffre. Échap revient sans rien changer.
counter-help-part-words = Écrivez, Entrée confirme, Échap revient. Le texte reste tant que la liaison est coupée.
counter-help-part-edit = Tab et Entrée avancent, Ctrl+S enregistre, Échap revient. Le texte reste tant que la liaison est coupée.
counter-help-part-more = Cliquez un bouton ou tapez sa touche. Les boutons pâles n'ont pas de sens maintenant. Échap revient.

## display : la salle d'attente

display-recent = Appelés avant
display-waiting = En attente
display-nobody = Votre numéro s'affichera ici.
display-link-down = Reconnexion… dernière mise à jour { $time }
display-link-never = Connexion…
display-no-desk = La disposition « desk » a besoin du réglage « desk » : le nom du guichet au-dessus duquel l'écran est placé.
display-too-small = Les numéros font { $have } mm de haut ; vus de { $seat } m il en faudrait { $least }. Choisissez de plus grandes lettres dans le terminal, ou un plus grand écran.
display-no-sound = Pas de son : les appels sont seulement écrits. Le journal dit pourquoi.
display-no-speech = Rien ne peut parler ici. Installez l'extra « speech » ou espeak-ng, ou réglez speech_command.
display-no-voice = Il n'y a pas de voix pour la langue { $language }.

## display: a call in words, on the screen and spoken

call-say = Numéro { $number }, allez à { $desk }
call-say-somewhere = Numéro { $number }, venez au guichet

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
launcher-demo-about = Le public va et vient seul ; tout est effacé à la fin.
launcher-serve = Servir
launcher-serve-about = « walkin serve » ouvre ces files aux autres programmes.
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
error-watchNotFound = Cette surveillance n’existe pas.
error-requestNotFound = Cet envoi n’existe pas.
error-errorNotFound = Cet échec n’est pas dans la liste.
error-keyNotFound = Cette clé n’existe pas.
error-secretsLost = Les secrets de ce lieu ne peuvent pas être lus : sa clé manque ou c’en est une autre. Remettez le fichier de clé ; s’il est perdu, supprimez les surveillances et les clés qui en dépendent, puis recréez-les.
error-queueEmpty = Personne n’attend.
error-methodNotAllowed = Cette adresse n’accepte pas cette méthode.
error-notAcceptable = La réponse ne peut pas être donnée sous cette forme.
error-conflict = Quelqu’un a été plus rapide. Rechargez.
error-transition = Une inscription { $before } ne peut pas devenir { $after }.
error-reserved = Ce numéro est réservé à { $desk }. Remettez-le d’abord dans la file.
error-nothingToUndo = Ce guichet n’a rien fait ces 10 dernières minutes qui puisse être annulé.
error-undoChanged = { $ticket } a été modifié entre-temps par quelqu’un d’autre : l’annulation n’est plus possible.
error-queueClosed = Ce service est fermé pour le moment.
error-prefixTaken = Une autre file utilise déjà la lettre { $prefix }.
error-queueInUse = Des personnes attendent encore ou sont reçues dans cette file. Terminez, déplacez ou supprimez-les d’abord.
error-clientHeld = Les données de cette personne sont bloquées : elles ne sont ni montrées, ni modifiées, ni effacées tant qu’un administrateur ne les libère pas.
error-deliveryErased = Les données de cette personne ont été effacées de cet envoi : il n’y a plus rien à renvoyer.
error-keyInUse = La surveillance { $watch } signe avec cette clé. Il faut d’abord l’en retirer.
error-preconditionFailed = Cela a changé entre-temps. Rechargez.
error-tooLarge = La demande dépasse { $limit } octets.
error-unsupportedMediaType = Le corps doit être du JSON en UTF-8 (application/json), non compressé.
error-expectationFailed = L’en-tête Expect demande quelque chose qui n’est pas connu ici.
error-invalid = Certaines réponses posent un problème.
error-idempotencyMismatch = Cette Idempotency-Key a servi avec un autre corps.
error-tooManyRequests = Trop de demandes. Réessayez dans { $retry ->
    [one] une seconde
   *[other] { $retry } secondes
}.
error-internalError = Un problème est survenu chez nous. Rien n’a été modifié.
error-busy = Le service est occupé. Réessayez dans un instant.
error-databaseAway = La base de données de l’accueil est injoignable pour le moment. Réessayez dans quelques secondes.
error-storageFull = L’inscription n’a pas pu être enregistrée. Le disque est peut-être plein.
error-readOnly = La base de données de l’accueil n’accepte aucun changement pour le moment : elle est en lecture seule. Réessayez dans quelques secondes.
error-notConfirmed = On ne sait pas si ceci a été conservé : la base de données ne l’a pas confirmé. Regardez s’il y est avant de réessayer.
error-dataGone = Le fichier de données de l’accueil a été déplacé, supprimé ou remplacé pendant son utilisation. Rien n’est enregistré tant qu’il n’est pas revenu ou que les programmes n’ont pas redémarré.
error-damaged = Le fichier de données de l’accueil est abîmé. Plus rien n’est enregistré : arrêtez les programmes et restaurez sa dernière copie.
error-upgraded = Les données de l’accueil ont été mises à niveau par un Walkin plus récent. Installez-le, puis redémarrez ce programme.
error-unreachable = Le serveur ne répond pas.

watch-unresolved = L’adresse de { $member } ne peut pas être trouvée pour le moment. Les envois sont tentés ; après cinq jours sans succès, la surveillance est désactivée.
watch-gone = L’adresse a dit qu’elle n’existe plus (410).
watch-failing = Aucun envoi n’a réussi depuis cinq jours.

## kiosk : ce que lisent les visiteurs

kiosk-welcome = Bienvenue. Que pouvons-nous faire pour vous ?
kiosk-open = Ouvert
kiosk-closed = Fermé
kiosk-service-closed = Fermé
kiosk-all-closed = Tous les services sont fermés pour le moment.
kiosk-away = { $minutes ->
    [0] Pas de connexion. Les tickets reviendront avec elle ; en attendant, le personnel peut vous aider.
    [one] Pas de connexion depuis { $minutes } minute. Les tickets reviendront avec elle ; en attendant, le personnel peut vous aider.
   *[other] Pas de connexion depuis { $minutes } minutes. Les tickets reviendront avec elle ; en attendant, le personnel peut vous aider.
}
kiosk-resets = Cet écran revient au début après { $seconds } secondes sans activité.
kiosk-waiting = { $count ->
    [0] Personne n'attend
    [one] { $count } personne attend
   *[other] { $count } personnes attendent
}

kiosk-progress = Question { $number } sur { $count }
kiosk-continue = Continuer
kiosk-keyboard = Clavier
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
kiosk-preview-result = Ce que la borne enverrait
kiosk-preview-broken = Le formulaire tel qu’il était juste en dernier. À corriger :
kiosk-take = Prendre mon ticket

kiosk-your-number = Votre numéro
kiosk-ahead = { $count ->
    [0] Personne avant vous
    [one] { $count } personne avant vous
   *[other] { $count } personnes avant vous
}
kiosk-expected = Attente prévue : { $wait }
kiosk-issued = Pris à { $time }
kiosk-sit = Asseyez-vous. Votre numéro sera appelé.
kiosk-scan = Scannez-le pour l'emporter
kiosk-closes = Cette page se ferme { $seconds } secondes après le dernier geste.
kiosk-done = Terminé

kiosk-away-title = Le ticket n'a pas encore pu être pris
kiosk-away-text = Rien de ce que vous avez saisi n'est perdu. Il n'y a pas de connexion pour le moment.
kiosk-away-again = La borne réessaie d'elle-même toutes les quelques secondes.
kiosk-closed-title = Ce service vient de fermer
kiosk-closed-text = Il ne donne plus de tickets pour l'instant. Le personnel peut vous dire quand revenir.
kiosk-refused-title = Le ticket n'a pas pu être pris
kiosk-give-up = Recommencer
kiosk-to-start = Vers l'accueil

kiosk-still-title = Êtes-vous toujours là ?
kiosk-still-text = { $count ->
    [one] Dans { $count } seconde, cet écran revient au début et votre saisie est effacée.
   *[other] Dans { $count } secondes, cet écran revient au début et votre saisie est effacée.
}
kiosk-still-more = Plus de temps
kiosk-still-end = Recommencer

kiosk-leave-title = Quitter la borne ?
kiosk-leave-pin = Code du personnel :
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
kiosk-leave-go = Quitter
kiosk-leave-stay = Rester

## kiosk : ce que font les touches, le plus court possible

kiosk-key-back = Retour
kiosk-key-continue = Continuer
kiosk-key-pick = Choisir
kiosk-key-next = Suivant
kiosk-key-keyboard = Clavier à l'écran
kiosk-key-take = Prendre mon ticket
kiosk-key-done = Terminé

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
field-other = Autre : à préciser
field-chosen = { $count ->
    [0] Choisissez tout ce qui convient
    [one] 1 choix : { $names }
   *[other] { $count } choix : { $names }
}
field-chosen-one = Choix : { $name }
field-search = Tapez pour chercher
field-all = { $count ->
    [one] 1 option
   *[other] { $count } options
}
field-matches = { $count ->
    [0] Rien trouvé : essayez moins de lettres
    [one] 1 résultat
   *[other] { $count } résultats
}
field-up = ◂ { $name } : tous les groupes
field-expected-number = En chiffres, comme { $example }
field-expected-price = Un montant en chiffres, comme { $example }
field-expected-website = Comme www.example.com
field-expected-date = Comme 27 3 1985
field-expected-time = Comme 27 3 1985 à 14:30
field-rating-1 = Très mauvais
field-rating-2 = Mauvais
field-rating-3 = Correct
field-rating-4 = Bon
field-rating-5 = Très bon
field-meant = Vouliez-vous dire { $address } ?
field-file-desk = Apportez-le au guichet : vous pouvez continuer sans pour l'instant.
field-file-phone = Ou envoyez-le par téléphone : une fois le ticket pris, scannez son code.
field-file-there = Il est déjà là : { $name }
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
   *[input] Saisissez une réponse
}
form-tooLong = { $limit ->
    [one] Saisissez { $limit } caractère au plus
   *[other] Saisissez { $limit } caractères au plus
}
form-tooShort = { $limit ->
    [one] Saisissez au moins { $limit } caractère
   *[other] Saisissez au moins { $limit } caractères
}
form-character = Utilisez seulement des lettres, des chiffres et des signes : un caractère ne peut pas être affiché
form-email = Saisissez une adresse e-mail, comme nom@example.com
form-phone = Saisissez un numéro de téléphone, comme 01 99 00 12 34 ou +44 20 7946 0018
form-phoneCountry = Saisissez le numéro avec son indicatif de pays, comme +33 1 99 00 12 34
form-phoneExtension = Saisissez le numéro de téléphone sans numéro de poste
form-number = Saisissez un nombre en chiffres, comme 12 ou 3,5
form-price = Saisissez un montant en chiffres, comme 12 ou 12,50
form-pricePlaces = { $places ->
        [0] Saisissez un montant entier sans décimales, par exemple 12 ou 12500
       *[other] Saisissez un montant avec { $places } décimales au plus et rien entre les milliers, par exemple 12,50 ou 12500
    }
form-date = Saisissez une date réelle, comme 27 3 1985
form-time = Saisissez une date réelle et une heure, comme 27 3 1985 à 14:30
form-website = Saisissez une adresse web, comme www.example.com
form-fileType = Le fichier doit être une photo (JPEG, PNG ou WebP) ou un PDF
form-fileActive = Le PDF contient des programmes ou d’autres fichiers : imprimez-le dans un nouveau PDF ou envoyez une photo
form-fileSize = Le fichier doit faire { $limit } Mo au plus
form-fileEmpty = Le fichier est vide : choisissez-en un autre
form-fileRead = Le fichier n'a pas pu être lu : choisissez-le de nouveau
form-pattern = Écrivez-le comme la question le décrit
form-oneOnly = Choisissez une seule réponse
form-shape = Envoyez les parties d’une réponse dans subItem, et toute autre réponse dans value ou values
form-otherClient = La fiche du client { $id } contient autre chose : ne l’envoyez pas, ou modifiez la fiche elle-même
form-unknownChoice = Choisissez une des réponses proposées
form-other = Précisez ce que vous entendez par « Autre »

## page: what the QR code on a ticket opens on a phone

page-ahead = { $count ->
    [0] Vous êtes la prochaine personne
    [one] 1 personne avant vous
   *[other] { $count } personnes avant vous
}
page-no-desk = Aucun guichet n’est ouvert. L’attente sera annoncée dès qu’un guichet ouvrira.
page-called = C’est à vous : allez à { $desk }
page-called-somewhere = C’est à vous
page-missed = Vous n’étiez pas là à l’appel. Adressez-vous au personnel.
page-over = Cette visite est terminée. Merci.
page-updated = Mis à jour à { $time }. Cette page se met à jour seule.
page-updated-at = Mis à jour à { $time }.
page-file-send = Envoyer ce fichier
page-file-again = En envoyer un autre à la place
page-file-sent = Envoyé : { $name }
page-file-progress = Part déjà envoyée
page-refused = Cela n’a pas fonctionné
page-refused-text = Revenez en arrière et réessayez dans un instant, ou adressez-vous au personnel.
page-gone = Ce ticket n’existe pas
page-gone-ask = Scannez à nouveau le code de votre ticket, ou adressez-vous au personnel.

page-held = Votre place est gardée : un guichet vous appellera.
page-sit = Asseyez-vous. Votre numéro sera appelé.
page-stale = Pas de connexion. Ce que vous voyez date de l'heure ci-dessous. Nouvel essai…
page-alert = M'avertir par un son et une vibration
page-cancel = Annuler ma place
page-cancel-title = Annuler votre place ?
page-cancel-text = Vous quittez la file. Pour revenir il faudra un nouveau ticket, à la fin de la file.
page-cancel-yes = Oui, annuler ma place
page-cancel-no = Non, garder ma place
page-cancelled = Ce ticket a été annulé.
page-again = Prendre un nouveau ticket
page-closed = Cette visite est finie depuis un moment
page-closed-ask = Sa page est fermée. Pour une nouvelle visite, prenez un nouveau ticket.

## join : prendre un ticket avec un téléphone, derrière l'affiche à l'entrée

join-take = Prendre mon ticket
join-choose = Choisissez
join-file = Une photo (JPEG, PNG ou WebP) ou un PDF, de { $limit } Mo au plus
join-later = Je l'enverrai plus tard depuis la page de mon ticket, ou l'apporterai au guichet
join-there = Il est déjà là : { $name }
join-unknown = On ne peut pas prendre de ticket ici
join-unknown-text = Ce service ne donne pas de ticket par téléphone. Prenez-en un à l'entrée, ou adressez-vous au personnel.
join-closed = Ce service est fermé pour le moment
join-closed-text = Il ne donne plus de tickets. Le personnel peut vous dire quand revenir.
join-busy = Trop de tickets sont pris en même temps
join-busy-text = Attendez une minute et réessayez, ou prenez un ticket à l'entrée.
join-refused = Le ticket n'a pas pu être pris
join-refused-text = Revenez en arrière et réessayez, ou prenez un ticket à l'entrée.
join-poster = Prenez votre ticket avec votre téléphone
join-poster-scan = Visez le code avec l'appareil photo de votre téléphone. Attendez ensuite où vous voulez : il vous dit quand c'est votre tour.

form-fileAgain = Ajoutez à nouveau le fichier : il n’est gardé qu’avec un formulaire complet
form-fileRoom = Il n’y a plus de place pour les fichiers : apportez-le au guichet
form-fileGone = Ajoutez à nouveau le fichier : celui qui a été envoyé n’est plus là
page-consent-title = Autorisation pour un autre programme
page-consent-asks = { $name } demande à travailler avec vos files d’attente, dans le rôle « { $role } ».
page-consent-goes = Si vous acceptez, vous serez dirigé vers { $address }.
page-consent-key = Acceptez avec la clé d’un administrateur de votre compte.
page-consent-allow = Autoriser
page-consent-deny = Refuser
page-consent-wrong = Ce ne sont pas la clé et le jeton d’un administrateur.
page-consent-unknown = Ce programme n’est pas connu ici, ou veut vous diriger vers une adresse qui n’est pas enregistrée pour lui.

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
report-told = L’attente annoncée et la vraie
report-course = Attentes au fil de la journée, en minutes
report-inside = Dans la fourchette
report-above = Plus longue qu’annoncée
report-below = Plus courte qu’annoncée
report-error = En moyenne { $minutes } min d’écart
report-nothing = Rien ne s’est passé ces jours-là.
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
report-head-mean = Moyenne
report-head-median = Médiane
report-head-long = 9 sur 10
report-head-handling = Durée
report-head-waiting = En attente
report-head-longest = Maximum
report-head-target = Objectif
report-head-told = Attente
report-head-share = Part
report-head-people = Personnes
report-definitions = Ce que disent les chiffres
report-define-visits = Visites : tickets pris. Un autre service de la même visite compte une fois de plus, pour ce service.
report-define-wait = Moyenne et médiane : minutes du ticket à l’appel, pour les personnes appelées. La moitié n’a pas attendu plus que la médiane.
report-define-within = À temps : la part des personnes appelées dont l’attente n’a pas dépassé l’objectif de leur service.
report-define-long = 9 sur 10 : neuf personnes sur dix n’ont pas attendu plus longtemps.
report-define-handling = Durée : minutes en moyenne de l’appel à la fin, pour les personnes servies.
report-define-left = Absents et Partis : pas venus à l’appel ; annulés pendant l’attente. Les pourcentages portent sur les visites terminées.
report-define-told = Annoncée et vraie : où a fini la vraie attente, pour ceux à qui une fourchette a été annoncée avec le ticket et qui ont été appelés.
report-define-desks = Guichets : visites selon le guichet qui les a appelées en dernier. Les chiffres sont ceux des guichets, pas des personnes.

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
stats-never = Pas de connexion. Les chiffres arrivent dès que la liaison est rétablie.
stats-refused = Impossible d’obtenir les chiffres : { $reason }
stats-line = Attente des 2 dernières heures, en minutes
stats-line-range = minimum { $least }, maintenant { $now }, maximum { $most }
stats-line-none = Personne n’a été appelé ces 2 dernières heures.
stats-range-values = minimum { $least }, moyenne { $mean }, maximum { $most }
stats-hours-unit = Visites, et attente moyenne en minutes
stats-hours-wait = attente { $minutes }
stats-save-format = Terminez le nom par .html, .txt, .csv ou .json.
stats-key-back = Retour
stats-key-range = Jours
stats-key-page = Page
stats-key-table = Tableau
stats-key-waits = Attentes
stats-key-export = Enregistrer
stats-key-report = Rapport
stats-key-help = Aide
stats-help-pages = les pages : ensemble, heures, semaine, annoncé
stats-help-range = aujourd’hui, hier, 7 jours, 30 jours, un an ; avec Maj dans l’autre sens
stats-help-table = les mêmes chiffres en tableau, et retour
stats-help-waits = dans la semaine : visites ou attentes moyennes
stats-help-export = enregistre ces chiffres : la terminaison du nom dit si c’est en CSV, JSON, texte ou HTML
stats-help-report = enregistre un rapport à imprimer, ou à garder en PDF, dans les téléchargements

## The guide

guide-key-scroll = Défiler
