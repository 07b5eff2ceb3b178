# Este ficheiro contém o que o Walkin diz em português a quem espera. O resto é dito em inglês.
# Not yet read by a native speaker.
#
# Para o editar: altere apenas o texto à direita de «=». Mantenha o nome à esquerda e tudo o que está entre chavetas,
# como { $count }: o Walkin põe ali um número ou um nome. Guarde em UTF-8 e reinicie o Walkin. O que no Brasil se diz de
# outra forma está em pt-BR.ftl.
#
# Palavras: senha (ticket), serviço, balcão (desk), chamada, espera, lugar na fila, funcionários (staff).
# Estilo: palavras simples, frases curtas, tratamento na terceira pessoa; os botões são verbos no infinitivo.

language-name = Português

## app

app-name = Walkin
app-back = Voltar
app-close = Fechar
app-retry = Tentar de novo
app-quit = Sair
app-language = Idioma
app-loading = Um momento…
app-too-small = Esta janela é demasiado pequena. O Walkin precisa de { $columns } × { $rows }, esta tem { $wide } × { $high }.
app-too-small-hint = Aumente a janela ou diminua as letras.
app-mistake = Não funcionou devido a um erro do programa. Detalhes: { $file }
app-mistake-no-file = Não funcionou devido a um erro do programa.
app-crashed = O Walkin parou devido a um erro. Detalhes: { $file }
app-crashed-no-file = O Walkin parou devido a um erro. Não foi possível guardar os detalhes.

## duration

duration-short = < 1 min
duration-minutes = { $minutes } min
duration-hours = { $hours } h { $minutes } min

## answer

answer-yes = sim
answer-no = não
answer-other = outro: { $text }
answer-rating = { $place } de { $count } ({ $name })
answer-rating-scale = { $name } (de { $first } a { $last })
answer-file-deferred = A entregar
answer-consent = Aceite

## wait

wait-range = cerca de { $low }–{ $high } minutos
wait-up-to = até { $minutes } minutos
wait-over = { $minutes ->
    [60] mais de uma hora
   *[other] mais de { $minutes } minutos
}
wait-not-known = espera desconhecida
wait-no-desk = sem balcões abertos
wait-server-away = sem ligação: não se sabe o tempo de espera, mas tem o seu lugar

## app: keys

app-keyname-enter = Enter
app-keyname-escape = Esc
app-keyname-space = Espaço
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

app-theme-office = Escritório (claro)
app-theme-night = Noite (escuro)
app-theme-contrast = Alto contraste
app-theme-paper = Papel (quente, claro)
app-theme-garden = Jardim (verde, escuro)

app-theme-problem-unreadable = Não é possível ler o ficheiro do tema { $file }.
app-theme-problem-format = O ficheiro do tema { $file } não está escrito como devia: { $reason }.
app-theme-problem-missing = No ficheiro do tema { $file } falta a cor “{ $key }”.
app-theme-problem-colour = No ficheiro do tema { $file }, “{ $value }” não é uma cor ({ $key }).
app-theme-problem-unknown = O ficheiro do tema { $file } tem uma entrada desconhecida, “{ $key }”. O resto é utilizado.
app-theme-problem-contrast = O tema { $file } lê-se mal: { $text } sobre { $ground } tem um contraste de { $ratio }, é preciso pelo menos { $least }.
app-theme-problem-name = Nenhum tema se chama “{ $name }”. O Walkin utiliza “{ $used }”.
app-new-office = Criado um novo local em { $place }: não havia nenhum.

## display

display-serving = Em atendimento
display-desk = Balcão
display-number = Senha
display-waiting = Em espera: { $count }
display-waiting-service = { $service }: { $count }
display-minutes = { $range } min
display-join-code = Código para telemóvel
display-nobody = O seu número aparecerá aqui.
display-link-down = A religar… última atualização { $time }
display-link-never = A ligar…
display-mistake = O ecrã foi reiniciado após um erro do programa.
display-no-desk = A disposição “desk” precisa da definição “desk”: o nome do balcão por cima do qual o ecrã está.
display-too-small = Os números têm { $have } mm de altura; a { $seat } m deviam ter { $least } mm. Escolha letras maiores no terminal, ou um ecrã maior.
display-no-sound = Não há som: as chamadas são apenas mostradas. O registo diz porquê.
display-no-speech = Nenhum programa aqui pode falar. Instale o extra “speech” ou o espeak-ng, ou defina speech_command.
display-no-voice = Não há voz para o idioma { $language }.

call-say = Senha { $number }, { $desk }
call-say-somewhere = Senha { $number }, dirija-se ao balcão

## desk-name

desk-name-desk = balcão
desk-name-counter = balcão
desk-name-window = guiché
desk-name-room = sala
desk-name-office = gabinete

## kiosk

kiosk-welcome = Boas-vindas. Em que podemos ajudar?
kiosk-open = Aberto
kiosk-closed = Fechado
kiosk-service-closed = Fechado
kiosk-all-closed = De momento, todos os serviços estão fechados.
kiosk-away = { $minutes ->
    [0] Sem ligação. Pode tirar uma senha assim que a ligação voltar. Até lá, os funcionários podem ajudar.
    [one] Sem ligação há 1 minuto. Pode tirar uma senha assim que a ligação voltar. Até lá, os funcionários podem ajudar.
   *[other] Sem ligação há { $minutes } minutos. Pode tirar uma senha assim que a ligação voltar. Até lá, os funcionários podem ajudar.
}
kiosk-offline = Sem ligação neste momento. Pode tirar uma senha na mesma.
kiosk-offline-used-up = Sem senhas até a ligação voltar
kiosk-more-services = Mais serviços ▼
kiosk-first-services = ▲ Primeiros serviços
kiosk-start-over = Recomeçar
kiosk-read-aloud = Ouvir
kiosk-read-end = Sem voz
kiosk-help = Pedir ajuda
kiosk-appearance = Aa
kiosk-help-calling = A chamar um funcionário…
kiosk-help-called = Chamámos um funcionário. Aguarde aqui.
kiosk-help-coming = Vem aí alguém ajudar.
kiosk-help-away = Não há ligação: ninguém foi chamado. Dirija-se a um balcão.
kiosk-help-lost = A ligação perdeu-se. Se não vier ninguém, dirija-se a um balcão.
kiosk-waiting = { $count ->
    [0] Ninguém em espera
   *[other] { $count } em espera
}
kiosk-progress = { $about ->
    [yes] Pergunta { $number } de cerca de { $count }
   *[no] Pergunta { $number } de { $count }
}
kiosk-part = { $about ->
    [yes] Parte { $number } de cerca de { $count }
   *[no] Parte { $number } de { $count }
}
kiosk-continue = Continuar
kiosk-keyboard = Teclado
kiosk-keyboard-hide = Ocultar teclado
kiosk-board-shift = Shift
kiosk-board-delete = Apagar
kiosk-board-clear = Limpar
kiosk-board-space = Espaço
kiosk-board-line = Nova linha
kiosk-board-next = Seguinte
kiosk-problem-title = Há um problema
kiosk-check-title = Confirme as suas respostas
kiosk-answers = Respostas { $first }–{ $last }
kiosk-answers-of = Respostas { $first }–{ $last } de { $count }
kiosk-change = Alterar
kiosk-not-provided = Não indicado
kiosk-show = Mostrar
kiosk-hide = Ocultar
kiosk-show-all = Mostrar tudo
kiosk-brought = { $count ->
    [0] O código não tem respostas para este formulário.
    [one] 1 resposta foi preenchida a partir do código.
   *[other] { $count } respostas foram preenchidas a partir do código.
}
kiosk-brought-start = O código foi lido. Escolha o serviço que pretende.
kiosk-code-foreign = Este código não é para este quiosque. Nada foi escolhido.
kiosk-code-typed = Preenchido por um leitor de códigos. Confirme antes de continuar.
kiosk-preview-result = O que o quiosque enviaria
kiosk-preview-broken = A última versão do formulário sem erros. A corrigir:
kiosk-take = Tirar a minha senha
kiosk-your-number = O seu número
kiosk-ahead = { $count ->
    [0] Ninguém à sua frente
    [one] 1 pessoa à sua frente
   *[other] { $count } pessoas à sua frente
}
kiosk-expected = Espera prevista: { $wait }
kiosk-issued = Tirada às { $time }
kiosk-sit = Aguarde a sua vez. O seu número será chamado.
kiosk-scan = Abrir no telemóvel
kiosk-closes = Esta página fecha { $seconds } segundos após o último toque.
kiosk-keep = Manter no ecrã
kiosk-kept = Esta página fica { $minutes } minutos, ou até premir Concluir.
kiosk-done = Concluir
kiosk-away-title = Ainda não foi possível tirar a senha
kiosk-away-text = Nada do que escreveu se perdeu. De momento não há ligação.
kiosk-away-again = O quiosque continua a tentar.
kiosk-closed-title = Este serviço acabou de fechar
kiosk-closed-text = Por agora não dá mais senhas. Os funcionários podem dizer quando voltar.
kiosk-refused-title = Não foi possível tirar a senha
kiosk-to-start = Voltar ao início
kiosk-still-title = Ainda está aí?
kiosk-still-text = { $count ->
    [one] Dentro de 1 segundo este ecrã recomeça e o que escreveu é apagado.
   *[other] Dentro de { $count } segundos este ecrã recomeça e o que escreveu é apagado.
}
kiosk-still-more = Preciso de mais tempo
kiosk-over-title = Recomeçar?
kiosk-over-text = O que introduziu será apagado.
kiosk-over-stay = Continuar
kiosk-leave-title = Sair do quiosque?
kiosk-leave-pin = PIN de serviço:
kiosk-leave-wrong = O PIN não é esse.
kiosk-leave-wait = { $count ->
    [one] O PIN não é esse. Tente de novo dentro de 1 segundo.
   *[other] O PIN não é esse. Tente de novo dentro de { $count } segundos.
}
kiosk-leave-wait-minutes = O PIN não é esse. Tente de novo dentro de { $count } minutos.
kiosk-leave-tries = { $count ->
    [one] 1 tentativa errada, em { $time }.
   *[other] { $count } tentativas erradas, a última em { $time }.
}
kiosk-leave-clear = Limpar
kiosk-leave-go = Sair
kiosk-leave-stay = Ficar
kiosk-line-again = Repetir
kiosk-line-signs = O que pode escrever
kiosk-line-several = Escreva os números, separados por espaços. Enter para continuar.
kiosk-line-area = Uma linha vazia termina o texto.

## kiosk: keys

kiosk-key-back = Voltar
kiosk-key-continue = Continuar
kiosk-key-pick = Escolher
kiosk-key-next = Seguinte
kiosk-key-keyboard = Teclado no ecrã
kiosk-key-take = Tirar a minha senha
kiosk-key-help = Pedir ajuda
kiosk-key-done = Concluir
kiosk-say-on = A voz está ligada. As setas movem. Enter escolhe, Escape volta atrás. F4 repete, F5 faz uma pausa, F6 e F7 mudam o volume, F2 desliga a voz.
kiosk-say-off = A voz está desligada.
kiosk-say-button = botão
kiosk-say-entry = campo de texto
kiosk-say-empty = vazio
kiosk-say-filled = preenchido, não é lido em voz alta sem auscultadores
kiosk-say-chosen = selecionado
kiosk-say-not-chosen = não selecionado
kiosk-say-place = { $number } de { $count }
kiosk-say-star = estrela
kiosk-say-deleted = { $letter } apagado
kiosk-say-volume = Volume { $percent }
kiosk-say-headphones = Usa auscultadores? Assim as suas respostas também são lidas.

## field

field-optional = { $title } (opcional)
field-day = Dia
field-month = Mês
field-year = Ano
field-time = Hora
field-clear = Limpar
field-today = Hoje
# O que se pode escrever como dia em vez de uma data, entre vírgulas
field-today-words = hoje
field-birth-words = nascimento, nascido, nascida
field-other = Outro: escreva qual
field-chosen = { $count ->
    [0] Escolha todas as que se aplicam
    [one] 1 escolhida: { $names }
   *[other] { $count } escolhidas: { $names }
}
field-chosen-one = Escolhida: { $name }
field-search = Escreva para procurar
field-all = { $count ->
    [one] 1 opção
   *[other] { $count } opções
}
field-matches = { $count ->
    [0] Nada encontrado: tente menos letras
    [one] 1 resultado
   *[other] { $count } resultados
}
field-up = ◂ { $name }: todos os grupos
field-expected-number = Em algarismos, como { $example }
field-expected-price = Um valor em algarismos, como { $example }
field-expected-website = Como www.example.com
field-expected-date = Como 27 3 1985
field-expected-time = Como 27 3 1985 às { $clock }
field-expected-clock = Como { $clock }
field-expected-month = Mês e ano, como 3/2026
field-expected-like = Como { $example }
field-rating-1 = Muito mau
field-rating-2 = Mau
field-rating-3 = Razoável
field-rating-4 = Bom
field-rating-5 = Muito bom
field-meant = Queria dizer { $address }?
field-file-desk = Traga-o ao balcão: agora pode continuar sem ele.
field-file-phone = Ou envie-o por telemóvel: depois de tirar a senha, leia o código dela.
field-file-there = Já recebido: { $name }
field-limits-number = { $ends ->
    [same] { $low }
    [both] De { $low } a { $high }
    [low] { $low } ou mais
   *[high] { $high } ou menos
}
field-limits-date = { $ends ->
    [same] { $low }
    [both] De { $low } a { $high }
    [low] A partir de { $low }
   *[high] Até { $high }
}
field-limits-month = { $ends ->
    [same] { $low }
    [both] De { $low } a { $high }
    [low] { $low } ou depois
   *[high] { $high } ou antes
}
field-limits-time = { $ends ->
    [same] Às { $low }
    [both] Das { $low } às { $high }
    [low] A partir das { $low }
   *[high] Até às { $high }
}
field-limits-entries = { $ends ->
    [same] Exatamente { $low }
    [both] De { $low } a { $high }
    [low] Pelo menos { $low }
   *[high] No máximo { $high }
}
field-limits-step = Em passos de { $step }
field-consent = Aceito
field-code = Aponte o telemóvel ao código para abrir a página, ou anote o endereço:
field-code-large = Este ecrã é demasiado pequeno para um código. Anote o endereço:
field-code-button = Abrir no telemóvel: { $address }
field-file-signature = Assina ao balcão: agora pode continuar sem isso.
field-file-photo = A fotografia é tirada ao balcão: agora pode continuar sem ela.
field-entry-add = Adicionar: { $title }
field-entry-another = Adicionar outra vez: { $title }
field-entry-change = Alterar
field-entry-remove = Remover
field-entry-really = Remover mesmo?
field-entry-none = Ainda nada adicionado
field-entry-default = Entrada
field-key-choose = Escolher
field-key-continue = Continuar

## form

form-empty = { $type ->
    [one] Escolha uma opção
    [many] Escolha uma ou mais opções
    [email] Introduza um endereço de e-mail
    [phone] Introduza um número de telefone
    [number] Introduza um número
    [price] Introduza um valor
    [date] Introduza uma data
    [website] Introduza um endereço web
    [name] Introduza um nome
    [address] Introduza uma morada
    [file] Escolha um ficheiro
    [textarea] Introduza um texto
    [consent] Para continuar, é preciso aceitar
    [time] Introduza uma hora
    [month] Introduza um mês
   *[input] Introduza uma resposta
}
form-about = { $thing }: { $text }
form-thing = “{ $title }”
form-thing-name = Nome
form-thing-given-name = Nome próprio
form-thing-family-name = Apelido
form-thing-email = Endereço de e-mail
form-thing-tel = Número de telefone
form-thing-address-line1 = Rua e número
form-thing-address-level2 = Localidade
form-thing-postal-code = Código postal
form-thing-country-name = País
form-thing-organization = Empresa
form-thing-bday = Data de nascimento
form-empty-name = Introduza o seu nome
form-empty-given-name = Introduza o seu nome próprio
form-empty-family-name = Introduza o seu apelido
form-empty-address-line1 = Introduza a rua e o número
form-empty-address-level2 = Introduza a localidade
form-empty-postal-code = Introduza o código postal
form-empty-country-name = Escolha um país
form-empty-organization = Introduza o nome da empresa
form-empty-bday = Introduza a sua data de nascimento
form-tooLong = { $limit ->
    [one] Use no máximo 1 carácter
   *[other] Use no máximo { $limit } caracteres
}
form-tooShort = { $limit ->
    [one] Use pelo menos 1 carácter
   *[other] Use pelo menos { $limit } caracteres
}
form-character = Use só letras, algarismos e sinais: há algo que não pode ser mostrado
form-email = Introduza um endereço de e-mail, como nome@example.com
form-phone = Introduza um número de telefone, como 212 345 678 ou +44 20 7946 0018
form-phoneCountry = Introduza o número de telefone com o indicativo do país, como +351 212 345 678
form-phoneExtension = Introduza o número de telefone sem extensão
form-number = Introduza um número em algarismos, como 12 ou 3,5
form-price = Introduza um valor em algarismos, como 12 ou 12,50
form-pricePlaces = { $places ->
    [0] Introduza um valor inteiro sem casas decimais, como 12 ou 12500
    [one] Introduza um valor com 1 casa decimal no máximo e nada entre os milhares, como 12,5 ou 12500
   *[other] Introduza um valor com { $places } casas decimais no máximo e nada entre os milhares, como 12,50 ou 12500
}
form-date = Introduza uma data que exista, como 27 3 1985
form-time = Introduza uma data que exista e uma hora, como 27 3 1985 às { $clock }
form-website = Introduza um endereço web, como www.example.com
form-fileType = O ficheiro tem de ser de um destes tipos: { $types }
form-fileActive = O ficheiro contém programas ou outros ficheiros: imprima-o para um novo PDF, ou envie uma foto
form-fileSize = O ficheiro pode ter no máximo { $limit } MB
form-fileEmpty = O ficheiro está vazio: escolha outro
form-fileRead = Não foi possível ler o ficheiro: escolha-o de novo
form-pattern = Escreva-o como a pergunta indica
form-oneOnly = Escolha só uma opção
form-shape = Envie as partes de uma resposta em subItem, e qualquer outra resposta em value ou values
form-otherClient = O cliente { $id } tem outra coisa neste lugar: não a envie, ou altere a ficha do próprio cliente
form-unknownChoice = Escolha uma das opções apresentadas
form-country = Escolha um país da lista
form-countryLike = Escolha um país da lista: queria dizer { $name }?
form-other = Escreva o que quer dizer com “Outro”
form-tooSmall = Introduza { $limit } ou mais
form-tooBig = Introduza { $limit } ou menos
form-tooEarly = Não antes de { $limit }
form-tooEarly-time = Não antes das { $limit }
form-tooLate = Não depois de { $limit }
form-tooLate-time = Não depois das { $limit }
form-integer = Introduza um número inteiro
form-step = { $same ->
    [yes] Introduza { $lower }
   *[no] Introduza { $lower } ou { $upper }: nada entre os dois é possível
}
form-check = Este número não pode estar certo: compare cada letra e algarismo com o seu documento
form-mask = Escreva-o assim: { $example }
form-clock = Introduza uma hora, como { $clock }
form-month = Introduza um mês e um ano, como 3/2026
form-consent = Responda true, ou não responda
form-exclusive = “{ $name }” não pode ser escolhido com outra opção
form-tooFew = { $limit ->
    [one] Adicione pelo menos 1
   *[other] Adicione pelo menos { $limit }
}
form-tooMany = { $limit ->
    [one] Só é possível um
   *[other] Não são possíveis mais de { $limit }
}
form-requireOne = Responda pelo menos a uma destas perguntas: { $titles }
form-notAsked = Esta pergunta deixou de se aplicar após as outras respostas: a resposta não foi guardada

## page

page-ahead = { $count ->
    [0] É a seguir
    [one] 1 pessoa à sua frente
   *[other] { $count } pessoas à sua frente
}
page-delay-deskClosed = A espera é mais longa do que dissemos: um balcão fechou ou tem outro trabalho.
page-delay-putBefore = A espera é mais longa do que dissemos: alguém teve de passar à frente.
page-delay-longVisit = A espera é mais longa do que dissemos: um atendimento está a demorar mais do que é normal.
page-wait-not-known = Ainda não sabemos a espera.
page-no-desk = Nenhum balcão está aberto agora. A espera aparecerá aqui logo que abra um.
page-called = É a sua vez: { $desk }
page-called-somewhere = É a sua vez
page-missed = Chamámos o seu número e não veio. Fale com os funcionários.
page-over = Este atendimento terminou. Obrigado.
page-updated = Atualizado às { $time }. Esta página atualiza-se sozinha.
page-updated-at = Atualizado às { $time }.
page-file-send = Enviar este ficheiro
page-file-again = Enviar outro em vez deste
page-file-sent = Enviado: { $name }
page-file-progress = Já enviado
page-refused = Não funcionou
page-refused-text = Volte atrás e tente de novo daqui a pouco, ou fale com os funcionários.
page-gone = Esta senha não existe
page-gone-ask = Leia de novo o código da sua senha, ou fale com os funcionários.

page-held = O seu lugar está guardado: um balcão irá chamar.
page-sit = Aguarde a sua vez. O seu número será chamado.
page-stale = Sem ligação. O que vê é da hora indicada abaixo. A tentar de novo…
page-alert = Avisar-me com um som
page-keep = Mantenha esta página aberta e o ecrã ligado.
page-keep-sound = Mantenha esta página aberta e o ecrã ligado; ouvirá um som quando for a sua vez.
page-awake = Mantenha esta página aberta: o ecrã fica ligado.
page-awake-sound = Mantenha esta página aberta: o ecrã fica ligado, e ouvirá um som quando for a sua vez.
page-start = Tirar uma senha
page-start-none = As senhas tiram-se à entrada
page-start-none-text = O código da sua senha abre a página dela no telemóvel.
page-to-start = Serviços deste local
page-nowhere = Não há nada neste endereço
page-nowhere-text = Leia de novo o código da sua senha ou do cartaz, ou fale com os funcionários.
page-cancel = Anular o meu lugar
page-cancel-title = Anular o seu lugar?
page-cancel-text = Sai da fila. Para voltar precisa de uma nova senha, no fim da fila.
page-cancel-yes = Sim, anular o meu lugar
page-cancel-no = Não, manter o meu lugar
page-cancelled = Esta senha foi anulada.
page-again = Tirar uma nova senha
page-closed = Este atendimento já terminou
page-closed-ask = A página dele está fechada. Para um novo atendimento, tire uma nova senha.
page-access = Acessibilidade
page-access-text = Estas páginas seguem EN 301 549 e WCAG 2.2 AA, tanto quanto mostram testes automáticos. Funcionam com teclado, com leitor de ecrã, com letras grandes, em claro e em escuro.
page-access-gaps = Ainda não mostrado: ninguém que use todos os dias tecnologias de apoio as testou.
page-access-staff = Se não pode usar estas páginas ou a máquina, o pessoal dá-lhe uma senha num balcão.
page-access-contact = Diga-nos o que não pode usar: { $contact }
page-access-ask = Diga ao pessoal o que não pode usar.

## paper

paper-copy = CÓPIA
paper-desk = Dirija-se a: { $desk }
paper-missing = (com letras que esta impressora não tem)
paper-state = { $state ->
    [printing] A imprimir…
    [yes] Retire o papel.
    [unknown] Retire o papel, ou guarde este número.
   *[no] Hoje não há papel: guarde este número.
}
paper-again = Reimprimir
paper-trouble = { $trouble ->
    [noPaper] sem papel
    [paperLow] papel quase no fim
    [coverOpen] a tampa está aberta
    [cutter] o cortador está encravado
    [offline] offline
    [noAnswer] sem resposta: desligada ou não ligada
   *[error] um erro
}

## join

join-take = Tirar a minha senha
join-choose = Escolha
join-next = Continuar
join-more = Há mais perguntas por causa destas respostas
join-remove = Remover: { $title }
join-open = { $count ->
    [one] Escolha entre 1 opção
   *[other] Escolha entre { $count } opções
}
join-sign = Assine na caixa com o dedo ou o rato, ou adicione uma imagem da sua assinatura.
join-sign-pad = Caixa para assinar
join-file = Um ficheiro de até { $limit } MB: { $types }
join-later = Envio-o mais tarde na página da minha senha, ou trago-o ao balcão
join-code = Código da sala de espera
join-code-hint = Os quatro algarismos no ecrã da sala de espera.
join-code-missing = Introduza o código que está no ecrã da sala de espera
join-code-wrong = Este código está errado ou já expirou: introduza o que está agora no ecrã
join-unknown = Aqui não é possível tirar senhas
join-unknown-text = Este serviço não dá senhas por telemóvel. Tire uma à entrada, ou fale com os funcionários.
join-closed = Este serviço está fechado de momento
join-closed-text = Por agora não dá mais senhas. Os funcionários podem dizer quando voltar.
join-busy = Demasiadas senhas ao mesmo tempo
join-busy-text = Espere um minuto e tente de novo, ou tire uma senha à entrada.
join-many = Já tem senhas suficientes
join-many-text = Anule uma na página dela, ou espere até que uma seja atendida. Os grupos maiores tiram as senhas à entrada.
join-refused = Não foi possível tirar a senha
join-refused-text = Volte atrás e tente de novo, ou tire uma senha à entrada.
join-poster = Tire a sua senha com o telemóvel
join-poster-scan = Aponte a câmara do telemóvel ao código. A página que se abre mostra o seu lugar. Mantenha-a aberta: pode dar um som quando for a sua vez.

form-fileAgain = Adicione o ficheiro de novo: só é guardado com um formulário completo
form-fileRoom = De momento não há espaço para ficheiros: traga-o ao balcão
form-fileGone = Adicione o ficheiro de novo: o que foi enviado já não está aqui
page-consent-title = Autorização para outro programa
page-consent-asks = { $name } pede para trabalhar com as suas filas, na função “{ $role }”.
page-consent-goes = Se o permitir, segue para { $address }.
page-consent-key = Use a chave de um administrador da sua conta.
page-consent-allow = Permitir
page-consent-deny = Não permitir
page-consent-wrong = Essa não é a chave e o token de um administrador.
page-consent-unknown = Este programa não é conhecido aqui, ou quer enviar para um endereço que não está registado para ele.
