# Этот файл содержит то, что Walkin говорит по-русски тем, кто ждёт. Остальное сказано по-английски.
# Not yet read by a native speaker.
#
# Изменения: меняйте только текст справа от «=». Имя слева и всё в фигурных скобках, например { $count }, оставьте:
# Walkin ставит туда число или имя. Сохраните в UTF-8 и запустите Walkin снова.
#
# Слова: талон (ticket), услуга, окно (desk), вызов, время ожидания, место в очереди, сотрудник (staff).
# Стиль: простые слова, короткие предложения, обращение на «вы»; кнопки — команды для устройства.

language-name = Русский

## app

app-name = Walkin
app-back = Назад
app-close = Закрыть
app-retry = Повторить
app-quit = Выйти
app-language = Язык
app-loading = Минутку…
app-too-small = Это окно слишком мало. Walkin нужно { $columns } × { $rows }, а здесь { $wide } × { $high }.
app-too-small-hint = Увеличьте окно или уменьшите буквы.
app-mistake = Не получилось из-за ошибки программы. Подробнее: { $file }
app-mistake-no-file = Не получилось из-за ошибки программы.
app-crashed = Walkin остановился из-за ошибки. Подробнее: { $file }
app-crashed-no-file = Walkin остановился из-за ошибки. Подробности не удалось сохранить.

## duration

duration-short = < 1 мин
duration-minutes = { $minutes } мин
duration-hours = { $hours } ч { $minutes } мин

## answer

answer-yes = да
answer-no = нет
answer-other = другое: { $text }
answer-rating = { $place } из { $count } ({ $name })
answer-rating-scale = { $name } (от { $first } до { $last })
answer-file-deferred = Позже
answer-consent = Согласие

## wait

wait-range = примерно { $low }–{ $high } мин
wait-up-to = до { $minutes } мин
wait-over = { $minutes ->
    [60] больше часа
   *[other] больше { $minutes } мин
}
wait-not-known = время пока неизвестно
wait-no-desk = нет открытых окон
wait-server-away = нет соединения: время ожидания неизвестно, но ваше место в очереди сохранено

## app: keys

app-keyname-enter = Enter
app-keyname-escape = Esc
app-keyname-space = Пробел
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

app-theme-office = Офис (светлая)
app-theme-night = Ночь (тёмная)
app-theme-contrast = Высокий контраст
app-theme-paper = Бумага (тёплая, светлая)
app-theme-garden = Сад (зелёная, тёмная)

app-theme-problem-unreadable = Не удаётся прочитать файл темы { $file }.
app-theme-problem-format = Файл темы { $file } записан не так, как нужно: { $reason }.
app-theme-problem-missing = В файле темы { $file } нет цвета «{ $key }».
app-theme-problem-colour = В файле темы { $file } «{ $value }» не является цветом ({ $key }).
app-theme-problem-unknown = В файле темы { $file } есть неизвестная запись «{ $key }». Остальное используется.
app-theme-problem-contrast = Тему { $file } трудно читать: { $text } на { $ground } имеет контраст { $ratio }, нужно не менее { $least }.
app-theme-problem-name = Темы с названием «{ $name }» нет. Walkin использует «{ $used }».
app-new-office = Создан новый офис в { $place }: ни одного не было.

## display

display-serving = Обслуживаем
display-desk = Окно
display-number = Номер
display-waiting = Ожидают: { $count }
display-waiting-service = { $service }: { $count }
display-minutes = { $range } мин
display-join-code = Код для телефона
display-nobody = Ваш номер появится здесь.
display-link-down = Подключение… последнее обновление { $time }
display-link-never = Подключение…
display-mistake = Табло перезапущено после ошибки программы.
display-no-desk = Для вида «desk» нужна настройка «desk»: название окна, над которым висит табло.
display-too-small = Высота номеров { $have } мм; с расстояния { $seat } м нужно { $least } мм. Выберите буквы крупнее в терминале или экран побольше.
display-no-sound = Звука нет: вызовы только показываются. Причина записана в журнале.
display-no-speech = Ни одна программа здесь не может говорить. Установите дополнение «speech» или espeak-ng либо задайте speech_command.
display-no-voice = Для языка { $language } нет голоса.

call-say = Номер { $number }, { $desk }
call-say-somewhere = Номер { $number }, подойдите к окну

## desk-name

desk-name-desk = окно
desk-name-counter = стойка
desk-name-window = окно
desk-name-room = кабинет
desk-name-office = офис

## kiosk

kiosk-welcome = Здравствуйте. Чем мы можем помочь?
kiosk-open = Открыто
kiosk-closed = Закрыто
kiosk-service-closed = Закрыто
kiosk-all-closed = Сейчас все услуги недоступны.
kiosk-away = { $minutes ->
    [0] Нет связи. Талон можно будет взять, как только связь восстановится. До этого вам помогут сотрудники.
    [one] Нет связи уже { $minutes } минуту. Талон можно будет взять, как только связь восстановится. До этого вам помогут сотрудники.
    [few] Нет связи уже { $minutes } минуты. Талон можно будет взять, как только связь восстановится. До этого вам помогут сотрудники.
    [many] Нет связи уже { $minutes } минут. Талон можно будет взять, как только связь восстановится. До этого вам помогут сотрудники.
   *[other] Нет связи уже { $minutes } минуты. Талон можно будет взять, как только связь восстановится. До этого вам помогут сотрудники.
}
kiosk-offline = Сейчас нет соединения. Вы всё равно можете взять талон.
kiosk-offline-used-up = Талонов нет, пока не восстановится соединение
kiosk-more-services = Другие услуги ▼
kiosk-first-services = ▲ Первые услуги
kiosk-start-over = Сначала
kiosk-read-aloud = Слушать
kiosk-read-end = Тихо
kiosk-help = Позвать сотрудника
kiosk-appearance = Aa
kiosk-help-calling = Зовём сотрудника…
kiosk-help-called = Сотрудника позвали. Подождите здесь.
kiosk-help-coming = К вам уже идут.
kiosk-help-away = Нет связи: никого не позвали. Подойдите к окну.
kiosk-help-lost = Связь потеряна. Если никто не подойдёт, обратитесь к окну.
kiosk-waiting = { $count ->
    [0] Никто не ждёт
   *[other] Ожидают: { $count }
}
kiosk-progress = { $about ->
    [yes] Вопрос { $number } из примерно { $count }
   *[no] Вопрос { $number } из { $count }
}
kiosk-part = { $about ->
    [yes] Часть { $number } из примерно { $count }
   *[no] Часть { $number } из { $count }
}
kiosk-continue = Далее
kiosk-keyboard = Клавиатура
kiosk-keyboard-hide = Скрыть клавиатуру
kiosk-board-shift = Shift
kiosk-board-delete = Стереть
kiosk-board-clear = Очистить
kiosk-board-space = Пробел
kiosk-board-line = Новая строка
kiosk-board-next = Следующее
kiosk-problem-title = Нужно исправить
kiosk-check-title = Проверьте свои ответы
kiosk-answers = Ответы { $first }–{ $last }
kiosk-answers-of = Ответы { $first }–{ $last } из { $count }
kiosk-change = Изменить
kiosk-not-provided = Не указано
kiosk-show = Показать
kiosk-hide = Скрыть
kiosk-show-all = Показать все
kiosk-brought = { $count ->
    [0] В коде нет ответов для этой формы.
    [one] Из кода заполнен { $count } ответ.
    [few] Из кода заполнено { $count } ответа.
    [many] Из кода заполнено { $count } ответов.
   *[other] Из кода заполнено { $count } ответа.
}
kiosk-brought-start = Код прочитан. Выберите нужную услугу.
kiosk-code-foreign = Этот код не для этого терминала. Ничего не выбрано.
kiosk-code-typed = Это заполнил сканер. Проверьте, прежде чем продолжить.
kiosk-preview-result = Что отправил бы терминал
kiosk-preview-broken = Последняя версия формы без ошибок. Исправить:
kiosk-take = Взять талон
kiosk-your-number = Ваш номер
kiosk-ahead = { $count ->
    [0] Перед вами никого нет
    [one] Перед вами { $count } человек
    [few] Перед вами { $count } человека
    [many] Перед вами { $count } человек
   *[other] Перед вами { $count } человека
}
kiosk-expected = Время ожидания: { $wait }
kiosk-issued = Взят в { $time }
kiosk-sit = Садитесь. Ваш номер вызовут.
kiosk-scan = Открыть на телефоне
kiosk-closes = Эта страница закроется через { $seconds } с после последнего касания.
kiosk-keep = Не закрывать
kiosk-kept = Эта страница останется на { $minutes } мин или до нажатия «Готово».
kiosk-done = Готово
kiosk-away-title = Талон пока не удалось взять
kiosk-away-text = Всё, что вы ввели, сохранено. Сейчас нет связи.
kiosk-away-again = Терминал продолжает попытки.
kiosk-closed-title = Эту услугу только что закрыли
kiosk-closed-text = Талонов пока больше нет. Сотрудники скажут, когда прийти снова.
kiosk-refused-title = Талон не удалось взять
kiosk-to-start = В начало
kiosk-still-title = Вы ещё здесь?
kiosk-still-text = { $count ->
    [one] Через { $count } секунду экран вернётся в начало, а введённое будет стёрто.
    [few] Через { $count } секунды экран вернётся в начало, а введённое будет стёрто.
    [many] Через { $count } секунд экран вернётся в начало, а введённое будет стёрто.
   *[other] Через { $count } секунды экран вернётся в начало, а введённое будет стёрто.
}
kiosk-still-more = Нужно больше времени
kiosk-over-title = Начать заново?
kiosk-over-text = Всё, что вы ввели, будет стёрто.
kiosk-over-stay = Продолжить
kiosk-leave-title = Выйти из терминала?
kiosk-leave-pin = PIN персонала:
kiosk-leave-wrong = PIN неверный.
kiosk-leave-wait = { $count ->
    [one] PIN неверный. Попробуйте снова через { $count } секунду.
    [few] PIN неверный. Попробуйте снова через { $count } секунды.
    [many] PIN неверный. Попробуйте снова через { $count } секунд.
   *[other] PIN неверный. Попробуйте снова через { $count } секунды.
}
kiosk-leave-wait-minutes = PIN неверный. Попробуйте снова через { $count } мин.
kiosk-leave-tries = { $count ->
    [one] { $count } неверная попытка, { $time }.
    [few] { $count } неверные попытки, последняя { $time }.
    [many] { $count } неверных попыток, последняя { $time }.
   *[other] { $count } неверной попытки, последняя { $time }.
}
kiosk-leave-clear = Очистить
kiosk-leave-go = Выйти
kiosk-leave-stay = Остаться
kiosk-line-again = Повторить
kiosk-line-signs = Что можно ввести
kiosk-line-several = Введите номера через пробел. Enter — продолжить.
kiosk-line-area = Пустая строка завершает текст.

## kiosk: keys

kiosk-key-back = Назад
kiosk-key-continue = Далее
kiosk-key-pick = Выбрать
kiosk-key-next = Вперёд
kiosk-key-keyboard = Экранная клавиатура
kiosk-key-take = Взять талон
kiosk-key-help = Нужна помощь
kiosk-key-done = Готово
kiosk-say-on = Озвучивание включено. Стрелки перемещают. Enter выбирает, Escape возвращает назад. F4 повторяет, F5 приостанавливает, F6 и F7 меняют громкость, F2 выключает озвучивание.
kiosk-say-off = Озвучивание выключено.
kiosk-say-button = кнопка
kiosk-say-entry = текстовое поле
kiosk-say-empty = пусто
kiosk-say-filled = заполнено, без наушников не читается вслух
kiosk-say-chosen = выбрано
kiosk-say-not-chosen = не выбрано
kiosk-say-place = { $number } из { $count }
kiosk-say-star = звёздочка
kiosk-say-deleted = { $letter } удалено
kiosk-say-volume = Громкость { $percent }
kiosk-say-headphones = Вы пользуетесь наушниками? Тогда вслух читаются и ваши ответы.

## field

field-optional = { $title } (необязательно)
field-day = День
field-month = Месяц
field-year = Год
field-time = Время
field-clear = Очистить
field-today = Сегодня
# Что можно ввести как день вместо даты, через запятую
field-today-words = сегодня
field-birth-words = рожд, родил
field-other = Другое: напишите
field-chosen = { $count ->
    [0] Выберите всё, что подходит
    [one] Выбрано { $count }: { $names }
    [few] Выбрано { $count }: { $names }
    [many] Выбрано { $count }: { $names }
   *[other] Выбрано { $count }: { $names }
}
field-chosen-one = Выбрано: { $name }
field-search = Введите для поиска
field-all = { $count ->
    [one] { $count } вариант
    [few] { $count } варианта
    [many] { $count } вариантов
   *[other] { $count } варианта
}
field-matches = { $count ->
    [0] Ничего не найдено: введите меньше букв
    [one] { $count } совпадение
    [few] { $count } совпадения
    [many] { $count } совпадений
   *[other] { $count } совпадения
}
field-up = ◂ { $name }: все группы
field-expected-number = Цифрами, напр. { $example }
field-expected-price = Сумма цифрами, напр. { $example }
field-expected-website = Напр. www.example.com
field-expected-date = Напр. 27 3 1985
field-expected-time = Напр. 27 3 1985, { $clock }
field-expected-clock = Напр. { $clock }
field-expected-month = Месяц и год, напр. 3/2026
field-expected-like = Напр. { $example }
field-rating-1 = Очень плохо
field-rating-2 = Плохо
field-rating-3 = Нормально
field-rating-4 = Хорошо
field-rating-5 = Очень хорошо
field-meant = Возможно, { $address }?
field-file-desk = Принесите к окну: сейчас можно продолжить без этого.
field-file-phone = Или отправьте с телефона: возьмите талон и сканируйте его код.
field-file-there = Уже получено: { $name }
field-limits-number = { $ends ->
    [same] { $low }
    [both] От { $low } до { $high }
    [low] { $low } или больше
   *[high] { $high } или меньше
}
field-limits-date = { $ends ->
    [same] { $low }
    [both] С { $low } до { $high }
    [low] Не раньше { $low }
   *[high] Не позже { $high }
}
field-limits-month = { $ends ->
    [same] { $low }
    [both] { $low } – { $high }
    [low] { $low } или позже
   *[high] { $high } или раньше
}
field-limits-time = { $ends ->
    [same] В { $low }
    [both] С { $low } до { $high }
    [low] В { $low } или позже
   *[high] В { $high } или раньше
}
field-limits-entries = { $ends ->
    [same] Ровно { $low }
    [both] От { $low } до { $high }
    [low] Не меньше { $low }
   *[high] Не больше { $high }
}
field-limits-step = С шагом { $step }
field-consent = Даю согласие
field-code = Наведите телефон на код, чтобы открыть страницу, или запишите адрес:
field-code-large = Экран слишком мал для кода адреса. Запишите адрес:
field-code-button = Открыть на телефоне: { $address }
field-file-signature = Вы подпишете у окна: сейчас можно продолжить.
field-file-photo = Фото сделают у окна: сейчас можно продолжить.
field-entry-add = Добавить: { $title }
field-entry-another = Добавить ещё: { $title }
field-entry-change = Изменить
field-entry-remove = Убрать
field-entry-really = Точно убрать?
field-entry-none = Пока ничего не добавлено
field-entry-default = Запись
field-key-choose = Выбрать
field-key-continue = Далее

## form

form-empty = { $type ->
    [one] Выберите один вариант
    [many] Выберите один или несколько вариантов
    [email] Введите адрес эл. почты
    [phone] Введите номер телефона
    [number] Введите число
    [price] Введите сумму
    [date] Введите дату
    [website] Введите веб-адрес
    [name] Введите имя
    [address] Введите адрес
    [file] Выберите файл
    [textarea] Введите текст
    [consent] Чтобы продолжить, нужно согласие
    [time] Введите время
    [month] Введите месяц
   *[input] Введите ответ
}
form-about = { $thing }: { $text }
form-thing = «{ $title }»
form-thing-name = Имя
form-thing-given-name = Имя
form-thing-family-name = Фамилия
form-thing-email = Адрес эл. почты
form-thing-tel = Номер телефона
form-thing-address-line1 = Улица и номер
form-thing-address-level2 = Город
form-thing-postal-code = Индекс
form-thing-country-name = Страна
form-thing-organization = Компания
form-thing-bday = Дата рождения
form-empty-name = Введите своё имя
form-empty-given-name = Введите своё имя
form-empty-family-name = Введите свою фамилию
form-empty-address-line1 = Введите улицу и номер дома
form-empty-address-level2 = Введите город
form-empty-postal-code = Введите индекс
form-empty-country-name = Выберите страну
form-empty-organization = Введите название компании
form-empty-bday = Введите дату рождения
form-tooLong = { $limit ->
    [one] Введите не больше { $limit } символа
    [few] Введите не больше { $limit } символов
    [many] Введите не больше { $limit } символов
   *[other] Введите не больше { $limit } символа
}
form-tooShort = { $limit ->
    [one] Введите не меньше { $limit } символа
    [few] Введите не меньше { $limit } символов
    [many] Введите не меньше { $limit } символов
   *[other] Введите не меньше { $limit } символа
}
form-character = Вводите только буквы, цифры и знаки: один символ нельзя показать
form-email = Введите адрес эл. почты, напр. name@example.com
form-phone = Введите номер телефона, напр. 495 123-45-67 или +44 20 7946 0018
form-phoneCountry = Введите номер телефона с кодом страны, напр. +7 495 123-45-67
form-phoneExtension = Введите номер телефона без добавочного номера
form-number = Введите число цифрами, напр. 12 или 3,5
form-price = Введите сумму цифрами, напр. 12 или 12,50
form-pricePlaces = { $places ->
    [0] Введите целую сумму без десятичных знаков, напр. 12 или 12500
    [one] Введите сумму, где не больше { $places } десятичного знака и тысячи не разделены, напр. 12,5 или 12500
    [few] Введите сумму, где не больше { $places } десятичных знаков и тысячи не разделены, напр. 12,50 или 12500
    [many] Введите сумму, где не больше { $places } десятичных знаков и тысячи не разделены, напр. 12,50 или 12500
   *[other] Введите сумму, где не больше { $places } десятичного знака и тысячи не разделены, напр. 12,50 или 12500
}
form-date = Введите существующую дату, напр. 27 3 1985
form-time = Введите существующую дату и время, напр. 27 3 1985, { $clock }
form-website = Введите веб-адрес, напр. www.example.com
form-fileType = Файл должен быть одного из этих типов: { $types }
form-fileActive = Файл содержит программы или другие файлы: напечатайте его в новый PDF или отправьте фото
form-fileSize = Файл должен быть не больше { $limit } МБ
form-fileEmpty = Файл пуст: выберите другой
form-fileRead = Не удалось прочитать файл: выберите его снова
form-pattern = Введите так, как описано в вопросе
form-oneOnly = Выберите только один вариант
form-shape = Отправляйте части ответа в subItem, а любой другой ответ в value или values
form-otherClient = У клиента { $id } здесь другое значение: не отправляйте его или измените запись самого клиента
form-unknownChoice = Выберите один из предложенных вариантов
form-country = Выберите страну из списка
form-countryLike = Выберите страну из списка: возможно, { $name }?
form-other = Напишите, что значит «Другое»
form-tooSmall = Введите { $limit } или больше
form-tooBig = Введите { $limit } или меньше
form-tooEarly = Не раньше: { $limit }
form-tooEarly-time = Не раньше { $limit }
form-tooLate = Не позже: { $limit }
form-tooLate-time = Не позже { $limit }
form-integer = Введите целое число
form-step = { $same ->
    [yes] Введите { $lower }
   *[no] Введите { $lower } или { $upper }: значения между ними невозможны
}
form-check = Этот номер неверен: сверьте каждую букву и цифру с документом
form-mask = Введите так: { $example }
form-clock = Введите время, напр. { $clock }
form-month = Введите месяц и год, напр. 3/2026
form-consent = Ответьте true или не отправляйте ответ
form-exclusive = «{ $name }» нельзя выбрать вместе с другим вариантом
form-tooFew = { $limit ->
    [one] Добавьте не меньше { $limit }
    [few] Добавьте не меньше { $limit }
    [many] Добавьте не меньше { $limit }
   *[other] Добавьте не меньше { $limit }
}
form-tooMany = { $limit ->
    [one] Можно не больше { $limit }
    [few] Можно не больше { $limit }
    [many] Можно не больше { $limit }
   *[other] Можно не больше { $limit }
}
form-requireOne = Ответьте хотя бы на один из этих вопросов: { $titles }
form-notAsked = После других ответов этот вопрос к вам не относится: ответ не сохранён

## page

page-ahead = { $count ->
    [0] Вы следующие
    [one] Перед вами { $count } человек
    [few] Перед вами { $count } человека
    [many] Перед вами { $count } человек
   *[other] Перед вами { $count } человека
}
page-delay-deskClosed = Ждать дольше, чем мы сказали: окно закрылось или занято другой работой.
page-delay-putBefore = Ждать дольше, чем мы сказали: кого-то пришлось пропустить вперёд.
page-delay-longVisit = Ждать дольше, чем мы сказали: один приём длится необычно долго.
page-wait-not-known = Время ожидания пока неизвестно.
page-no-desk = Сейчас нет открытых окон. Время ожидания появится здесь, как только откроется окно.
page-called = Ваша очередь: { $desk }
page-called-somewhere = Ваша очередь
page-missed = Ваш номер вызвали, но вы не подошли. Обратитесь к сотрудникам.
page-over = Этот приём завершён. Спасибо.
page-updated = Обновлено в { $time }. Эта страница обновляется сама.
page-updated-at = Обновлено в { $time }.
page-file-send = Отправить этот файл
page-file-again = Отправить другой вместо него
page-file-sent = Отправлено: { $name }
page-file-progress = Уже отправлено
page-refused = Не получилось
page-refused-text = Вернитесь назад и попробуйте чуть позже или обратитесь к сотрудникам.
page-gone = Такого талона нет
page-gone-ask = Сканируйте код на талоне ещё раз или обратитесь к сотрудникам.

page-held = Ваше место сохранено: вас вызовут к окну.
page-sit = Садитесь. Ваш номер вызовут.
page-stale = Нет связи. Показаны данные на время, указанное ниже. Пробуем снова…
page-alert = Сообщить звуком
page-keep = Не закрывайте эту страницу и не выключайте экран.
page-keep-sound = Не закрывайте эту страницу и не выключайте экран; когда подойдёт ваша очередь, прозвучит сигнал.
page-awake = Не закрывайте эту страницу: экран не выключится.
page-awake-sound = Не закрывайте эту страницу: экран не выключится, а когда подойдёт ваша очередь, прозвучит сигнал.
page-start = Взять талон
page-start-none = Талоны выдают у входа
page-start-none-text = Код на талоне открывает его страницу на телефоне.
page-to-start = Услуги этого офиса
page-nowhere = По этому адресу ничего нет
page-nowhere-text = Сканируйте код на талоне или плакате ещё раз либо обратитесь к сотрудникам.
page-cancel = Отказаться от места
page-cancel-title = Отказаться от места?
page-cancel-text = Вы выйдете из очереди. Чтобы вернуться, нужен новый талон, в конце очереди.
page-cancel-yes = Да, отказаться
page-cancel-no = Нет, оставить место
page-cancelled = Этот талон отменён.
page-again = Взять новый талон
page-closed = Этот приём уже завершился
page-closed-ask = Его страница закрыта. Для нового приёма возьмите новый талон.
page-access = Доступность
page-access-text = Эти страницы соответствуют EN 301 549 и WCAG 2.2 AA, насколько это показывают автоматические проверки. Они работают с клавиатурой, экранным чтением, крупными буквами, в светлом и тёмном виде.
page-access-gaps = Ещё не показано: никто из тех, кто каждый день пользуется вспомогательными средствами, их не проверял.
page-access-staff = Если вы не можете пользоваться этими страницами или автоматом, сотрудники дадут вам номер у стойки.
page-access-contact = Напишите нам, чем вы не можете пользоваться: { $contact }
page-access-ask = Скажите сотрудникам, чем вы не можете пользоваться.

## paper

paper-copy = КОПИЯ
paper-desk = Пройдите: { $desk }
paper-missing = (с буквами, которых у этого принтера нет)
paper-state = { $state ->
    [printing] Печатаем…
    [yes] Возьмите талон.
    [unknown] Возьмите талон или запомните этот номер.
   *[no] Сегодня без бумаги: запомните этот номер.
}
paper-again = Напечатать снова
paper-trouble = { $trouble ->
    [noPaper] нет бумаги
    [paperLow] бумага заканчивается
    [coverOpen] крышка открыта
    [cutter] нож застрял
    [offline] не в сети
    [noAnswer] нет ответа: выключен или не подключён
   *[error] ошибка
}

## join

join-take = Взять талон
join-choose = Выберите
join-next = Далее
join-more = Из-за этих ответов есть ещё вопросы
join-remove = Убрать: { $title }
join-open = { $count ->
    [one] Выбор из { $count } варианта
    [few] Выбор из { $count } вариантов
    [many] Выбор из { $count } вариантов
   *[other] Выбор из { $count } варианта
}
join-sign = Распишитесь в поле пальцем или мышью либо добавьте изображение своей подписи.
join-sign-pad = Поле для подписи
join-file = Файл до { $limit } МБ: { $types }
join-later = Отправлю позже со страницы талона или принесу к окну
join-code = Код из зала ожидания
join-code-hint = Четыре цифры на экране в зале ожидания.
join-code-missing = Введите код с экрана в зале ожидания
join-code-wrong = Этот код неверен или устарел: введите тот, что сейчас на экране
join-unknown = Здесь нельзя взять талон
join-unknown-text = Эта услуга не выдаёт талоны на телефон. Возьмите талон у входа или обратитесь к сотрудникам.
join-closed = Эта услуга сейчас недоступна
join-closed-text = Талонов пока больше нет. Сотрудники скажут, когда прийти снова.
join-busy = Слишком много талонов сразу
join-busy-text = Подождите минуту и попробуйте снова или возьмите талон у входа.
join-many = У вас достаточно талонов
join-many-text = Отмените один на его странице или подождите, пока по одному вас обслужат. Большие группы берут талоны у входа.
join-refused = Талон не удалось взять
join-refused-text = Вернитесь назад и попробуйте снова или возьмите талон у входа.
join-poster = Возьмите талон с телефона
join-poster-scan = Наведите камеру телефона на код. Откроется страница с вашим местом в очереди. Не закрывайте её: она может подать сигнал, когда подойдёт ваша очередь.

form-fileAgain = Добавьте файл снова: он хранится только с полной формой
form-fileRoom = Сейчас нет места для файлов: принесите его к окну
form-fileGone = Добавьте файл снова: отправленного здесь больше нет
page-consent-title = Разрешение для другой программы
page-consent-asks = { $name } просит разрешения работать с вашими очередями в роли «{ $role }».
page-consent-goes = Если разрешите, вы перейдёте на { $address }.
page-consent-key = Используйте ключ администратора своей учётной записи.
page-consent-allow = Разрешить
page-consent-deny = Не разрешать
page-consent-wrong = Это не ключ и токен администратора.
page-consent-unknown = Эта программа здесь неизвестна или хочет направить вас на адрес, для которого она не зарегистрирована.
