# O que o português do Brasil diz com outras palavras que pt.ftl, que tem todo o resto.
# Not yet read by a native speaker.

app-too-small = Esta janela é pequena demais. O Walkin precisa de { $columns } × { $rows }, esta tem { $wide } × { $high }.
app-crashed-no-file = O Walkin parou devido a um erro. Não foi possível salvar os detalhes.
answer-consent = Aceito
wait-no-desk = sem guichês abertos
wait-server-away = sem conexão: não se sabe o tempo de espera, mas você tem o seu lugar
app-theme-problem-unreadable = Não é possível ler o arquivo do tema { $file }.
app-theme-problem-format = O arquivo do tema { $file } não está escrito como deveria: { $reason }.
app-theme-problem-missing = No arquivo do tema { $file } falta a cor “{ $key }”.
app-theme-problem-colour = No arquivo do tema { $file }, “{ $value }” não é uma cor ({ $key }).
app-theme-problem-unknown = O arquivo do tema { $file } tem uma entrada desconhecida, “{ $key }”. O resto é utilizado.
app-theme-problem-contrast = O tema { $file } é difícil de ler: { $text } sobre { $ground } tem um contraste de { $ratio }, é preciso pelo menos { $least }.
display-desk = Guichê
display-join-code = Código para celular
display-link-down = Reconectando… última atualização { $time }
display-link-never = Conectando…
display-mistake = A tela foi reiniciada após um erro do programa.
display-no-desk = O layout “desk” precisa da configuração “desk”: o nome do guichê acima do qual a tela está.
display-too-small = Os números têm { $have } mm de altura; a { $seat } m deveriam ter { $least } mm. Escolha letras maiores no terminal, ou uma tela maior.
display-no-sound = Não há som: as chamadas são apenas mostradas. O registro diz por quê.
display-no-speech = Nenhum programa aqui pode falar. Instale o extra “speech” ou o espeak-ng, ou configure speech_command.
call-say-somewhere = Senha { $number }, dirija-se ao guichê
desk-name-desk = guichê
desk-name-window = guichê
desk-name-office = escritório
kiosk-all-closed = No momento, todos os serviços estão fechados.
kiosk-away = { $minutes ->
    [0] Sem conexão. Você pode retirar uma senha assim que a conexão voltar. Até lá, os atendentes podem ajudar.
    [one] Sem conexão há 1 minuto. Você pode retirar uma senha assim que a conexão voltar. Até lá, os atendentes podem ajudar.
   *[other] Sem conexão há { $minutes } minutos. Você pode retirar uma senha assim que a conexão voltar. Até lá, os atendentes podem ajudar.
}
kiosk-offline = Sem conexão no momento. Você pode retirar uma senha mesmo assim.
kiosk-offline-used-up = Sem senhas até a conexão voltar
kiosk-help-calling = Chamando um atendente…
kiosk-help-called = Um atendente foi chamado. Aguarde aqui.
kiosk-help-coming = Alguém está vindo ajudar.
kiosk-help-away = Não há conexão: ninguém foi chamado. Dirija-se a um guichê.
kiosk-help-lost = A conexão caiu. Se ninguém vier, dirija-se a um guichê.
kiosk-board-next = Próximo
kiosk-check-title = Confira as suas respostas
kiosk-brought-start = O código foi lido. Escolha o serviço desejado.
kiosk-code-foreign = Este código não é para este totem. Nada foi escolhido.
kiosk-code-typed = Preenchido por um leitor de códigos. Confira antes de continuar.
kiosk-preview-result = O que o totem enviaria
kiosk-take = Retirar a minha senha
kiosk-issued = Retirada às { $time }
kiosk-scan = Abrir no celular
kiosk-keep = Manter na tela
kiosk-kept = Esta página fica { $minutes } minutos, ou até você tocar em Concluir.
kiosk-away-title = Ainda não foi possível retirar a senha
kiosk-away-text = Nada do que você escreveu se perdeu. No momento não há conexão.
kiosk-away-again = O totem continua tentando.
kiosk-closed-text = Por enquanto não dá mais senhas. Os atendentes podem dizer quando voltar.
kiosk-refused-title = Não foi possível retirar a senha
kiosk-still-title = Você ainda está aí?
kiosk-still-text = { $count ->
    [one] Em 1 segundo esta tela recomeça e o que você escreveu é apagado.
   *[other] Em { $count } segundos esta tela recomeça e o que você escreveu é apagado.
}
kiosk-over-text = O que você inseriu será apagado.
kiosk-leave-title = Sair do totem?
kiosk-leave-wait = { $count ->
    [one] O PIN não é esse. Tente de novo em 1 segundo.
   *[other] O PIN não é esse. Tente de novo em { $count } segundos.
}
kiosk-leave-wait-minutes = O PIN não é esse. Tente de novo em { $count } minutos.
kiosk-key-next = Próximo
kiosk-key-keyboard = Teclado na tela
kiosk-key-take = Retirar a minha senha
kiosk-line-signs = O que você pode digitar
kiosk-line-several = Digite os números, separados por espaços. Enter para continuar.
field-search = Digite para procurar
field-rating-1 = Muito ruim
field-rating-2 = Ruim
field-rating-3 = Regular
field-meant = Você quis dizer { $address }?
field-file-desk = Traga ao guichê: agora você pode continuar sem ele.
field-file-phone = Ou envie pelo celular: depois de retirar a senha, leia o código dela.
field-limits-time = { $ends ->
    [same] Às { $low }
    [both] Das { $low } às { $high }
    [low] A partir das { $low }
   *[high] Até as { $high }
}
field-code = Aponte o celular para o código para abrir a página, ou anote o endereço:
field-code-large = Esta tela é pequena demais para um código. Anote o endereço:
field-code-button = Abrir no celular: { $address }
field-file-signature = Você assina no guichê: agora pode continuar sem isso.
field-file-photo = A foto é tirada no guichê: agora você pode continuar sem ela.
field-entry-another = Adicionar mais: { $title }
form-empty = { $type ->
    [one] Escolha uma opção
    [many] Escolha uma ou mais opções
    [email] Informe um endereço de e-mail
    [phone] Informe um número de telefone
    [number] Informe um número
    [price] Informe um valor
    [date] Informe uma data
    [website] Informe um endereço web
    [name] Informe um nome
    [address] Informe um endereço
    [file] Escolha um arquivo
    [textarea] Informe um texto
    [consent] Para continuar, é preciso aceitar
    [time] Informe um horário
    [month] Informe um mês
   *[input] Informe uma resposta
}
form-thing-given-name = Nome
form-thing-family-name = Sobrenome
form-thing-address-level2 = Cidade
form-thing-postal-code = CEP
form-empty-name = Informe o seu nome
form-empty-given-name = Informe o seu nome
form-empty-family-name = Informe o seu sobrenome
form-empty-address-line1 = Informe a rua e o número
form-empty-address-level2 = Informe a cidade
form-empty-postal-code = Informe o CEP
form-empty-organization = Informe o nome da empresa
form-empty-bday = Informe a sua data de nascimento
form-tooLong = { $limit ->
    [one] Use no máximo 1 caractere
   *[other] Use no máximo { $limit } caracteres
}
form-tooShort = { $limit ->
    [one] Use pelo menos 1 caractere
   *[other] Use pelo menos { $limit } caracteres
}
form-email = Informe um endereço de e-mail, como nome@example.com
form-phone = Informe um número de telefone, como (11) 2345-6789 ou +44 20 7946 0018
form-phoneCountry = Informe o número de telefone com o código do país, como +55 11 2345-6789
form-phoneExtension = Informe o número de telefone sem ramal
form-number = Informe um número em algarismos, como 12 ou 3,5
form-price = Informe um valor em algarismos, como 12 ou 12,50
form-pricePlaces = { $places ->
    [0] Informe um valor inteiro sem casas decimais, como 12 ou 12500
    [one] Informe um valor com 1 casa decimal no máximo e nada entre os milhares, como 12,5 ou 12500
   *[other] Informe um valor com { $places } casas decimais no máximo e nada entre os milhares, como 12,50 ou 12500
}
form-date = Informe uma data que exista, como 27 3 1985
form-time = Informe uma data que exista e um horário, como 27 3 1985 às { $clock }
form-website = Informe um endereço web, como www.example.com
form-fileType = O arquivo tem de ser de um destes tipos: { $types }
form-fileActive = O arquivo contém programas ou outros arquivos: imprima-o em um novo PDF, ou envie uma foto
form-fileSize = O arquivo pode ter no máximo { $limit } MB
form-fileEmpty = O arquivo está vazio: escolha outro
form-fileRead = Não foi possível ler o arquivo: escolha-o de novo
form-otherClient = O cliente { $id } tem outra coisa neste lugar: não a envie, ou altere o cadastro do próprio cliente
form-countryLike = Escolha um país da lista: você quis dizer { $name }?
form-tooSmall = Informe { $limit } ou mais
form-tooBig = Informe { $limit } ou menos
form-integer = Informe um número inteiro
form-step = { $same ->
    [yes] Informe { $lower }
   *[no] Informe { $lower } ou { $upper }: nada entre os dois é possível
}
form-clock = Informe um horário, como { $clock }
form-month = Informe um mês e um ano, como 3/2026
form-notAsked = Esta pergunta deixou de valer após as outras respostas: a resposta não foi salva
page-ahead = { $count ->
    [0] O próximo número é o seu
    [one] 1 pessoa à sua frente
   *[other] { $count } pessoas à sua frente
}
page-delay-deskClosed = A espera é maior do que dissemos: um guichê fechou ou tem outro trabalho.
page-delay-putBefore = A espera é maior do que dissemos: alguém precisou passar na frente.
page-delay-longVisit = A espera é maior do que dissemos: um atendimento está demorando mais do que o normal.
page-no-desk = Nenhum guichê está aberto agora. A espera aparecerá aqui assim que um abrir.
page-missed = Chamamos o seu número e você não veio. Fale com os atendentes.
page-updated = Atualizado às { $time }. Esta página se atualiza sozinha.
page-file-send = Enviar este arquivo
page-refused-text = Volte e tente de novo daqui a pouco, ou fale com os atendentes.
page-gone-ask = Leia de novo o código da sua senha, ou fale com os atendentes.
page-held = O seu lugar está guardado: um guichê chamará você.
page-stale = Sem conexão. O que você vê é do horário indicado abaixo. Tentando de novo…
page-alert = Avise-me com um som
page-keep = Mantenha esta página aberta e a tela ligada.
page-keep-sound = Mantenha esta página aberta e a tela ligada; você ouvirá um som quando for a sua vez.
page-awake = Mantenha esta página aberta: a tela fica ligada.
page-awake-sound = Mantenha esta página aberta: a tela fica ligada, e você ouvirá um som quando for a sua vez.
page-start = Retirar uma senha
page-start-none = As senhas são retiradas na entrada
page-start-none-text = O código da sua senha abre a página dela no celular.
page-nowhere-text = Leia de novo o código da sua senha ou do cartaz, ou fale com os atendentes.
page-cancel = Cancelar o meu lugar
page-cancel-title = Cancelar o seu lugar?
page-cancel-text = Você sai da fila. Para voltar, precisa de uma nova senha, no fim da fila.
page-cancel-yes = Sim, cancelar o meu lugar
page-cancelled = Esta senha foi cancelada.
page-again = Retirar uma nova senha
page-closed-ask = A página dele está fechada. Para um novo atendimento, retire uma nova senha.
paper-state = { $state ->
    [printing] Imprimindo…
    [yes] Retire o papel.
    [unknown] Retire o papel, ou guarde este número.
   *[no] Hoje não há papel: guarde este número.
}
paper-trouble = { $trouble ->
    [noPaper] sem papel
    [paperLow] papel quase no fim
    [coverOpen] a tampa está aberta
    [cutter] o cortador está travado
    [offline] offline
    [noAnswer] sem resposta: desligada ou não conectada
   *[error] um erro
}
join-take = Retirar a minha senha
join-sign = Assine no quadro com o dedo ou o mouse, ou adicione uma imagem da sua assinatura.
join-sign-pad = Quadro para assinar
join-file = Um arquivo de até { $limit } MB: { $types }
join-later = Vou enviar mais tarde na página da minha senha, ou levar ao guichê
join-code-hint = Os quatro algarismos na tela da sala de espera.
join-code-missing = Informe o código que está na tela da sala de espera
join-code-wrong = Este código está errado ou vencido: informe o que está agora na tela
join-unknown = Aqui não é possível retirar senhas
join-unknown-text = Este serviço não dá senhas pelo celular. Retire uma na entrada, ou fale com os atendentes.
join-closed = Este serviço está fechado no momento
join-closed-text = Por enquanto não dá mais senhas. Os atendentes podem dizer quando voltar.
join-busy = Senhas demais ao mesmo tempo
join-busy-text = Espere um minuto e tente de novo, ou retire uma senha na entrada.
join-many = Você já tem senhas suficientes
join-many-text = Cancele uma na página dela, ou espere até que uma seja atendida. Os grupos maiores retiram as senhas na entrada.
join-refused = Não foi possível retirar a senha
join-refused-text = Volte e tente de novo, ou retire uma senha na entrada.
join-poster = Retire a sua senha com o celular
join-poster-scan = Aponte a câmera do celular para o código. A página que se abre mostra o seu lugar. Mantenha-a aberta: ela pode emitir um som quando for a sua vez.
form-fileAgain = Adicione o arquivo de novo: ele só é salvo com um formulário completo
form-fileRoom = No momento não há espaço para arquivos: traga-o ao guichê
form-fileGone = Adicione o arquivo de novo: o que foi enviado não está mais aqui
page-access-text = Estas páginas seguem EN 301 549 e WCAG 2.2 AA, até onde mostram testes automáticos. Funcionam com teclado, com leitor de tela, com letras grandes, no claro e no escuro.
page-access-staff = Se você não consegue usar estas páginas ou a máquina, a equipe lhe dá uma senha em um guichê.
page-access-contact = Diga-nos o que você não consegue usar: { $contact }
page-access-ask = Diga à equipe o que você não consegue usar.
page-consent-goes = Se você permitir, seguirá para { $address }.
page-consent-unknown = Este programa não é conhecido aqui, ou quer levar você a um endereço que não está registrado para ele.
