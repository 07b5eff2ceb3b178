# Цей файл містить те, що Walkin каже українською тим, хто чекає. Решту сказано англійською.
# Not yet read by a native speaker.
#
# Зміни: змінюйте лише текст праворуч від «=». Назву ліворуч і все у фігурних дужках, як-от { $count }, залиште: Walkin
# ставить туди число або назву. Збережіть у UTF-8 і запустіть Walkin знову.
#
# Слова: талон (ticket), послуга, вікно (desk), виклик, час очікування, місце в черзі, працівник (staff).
# Стиль: прості слова, короткі речення, звертання на «ви»; кнопки є командами для пристрою.

language-name = Українська

## app

app-name = Walkin
app-back = Назад
app-close = Закрити
app-retry = Повторити
app-quit = Вийти
app-language = Мова
app-loading = Хвилинку…
app-too-small = Це вікно замале. Walkin потребує { $columns } × { $rows }, а тут { $wide } × { $high }.
app-too-small-hint = Збільште вікно або зменште літери.
app-mistake = Не вдалося через помилку програми. Докладно: { $file }
app-mistake-no-file = Не вдалося через помилку програми.
app-crashed = Walkin зупинився через помилку. Докладно: { $file }
app-crashed-no-file = Walkin зупинився через помилку. Докладні дані не вдалося зберегти.

## duration

duration-short = < 1 хв
duration-minutes = { $minutes } хв
duration-hours = { $hours } год { $minutes } хв

## answer

answer-yes = так
answer-no = ні
answer-other = інше: { $text }
answer-rating = { $place } з { $count } ({ $name })
answer-rating-scale = { $name } (від { $first } до { $last })
answer-file-deferred = Пізніше
answer-consent = Згода

## wait

wait-range = приблизно { $low }–{ $high } хв
wait-up-to = до { $minutes } хв
wait-over = { $minutes ->
    [60] понад годину
   *[other] понад { $minutes } хв
}
wait-not-known = час поки невідомий
wait-no-desk = немає відкритих вікон
wait-server-away = немає з’єднання: час очікування невідомий, але ваше місце в черзі збережено

## app: keys

app-keyname-enter = Enter
app-keyname-escape = Esc
app-keyname-space = Пробіл
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

app-theme-office = Офіс (світла)
app-theme-night = Ніч (темна)
app-theme-contrast = Висока контрастність
app-theme-paper = Папір (тепла, світла)
app-theme-garden = Сад (зелена, темна)

app-theme-problem-unreadable = Не вдається прочитати файл теми { $file }.
app-theme-problem-format = Файл теми { $file } записано не так, як треба: { $reason }.
app-theme-problem-missing = У файлі теми { $file } немає кольору «{ $key }».
app-theme-problem-colour = У файлі теми { $file } «{ $value }» не є кольором ({ $key }).
app-theme-problem-unknown = У файлі теми { $file } є невідомий запис «{ $key }». Решту використано.
app-theme-problem-contrast = Тему { $file } важко читати: { $text } на { $ground } має контраст { $ratio }, потрібно щонайменше { $least }.
app-theme-problem-name = Теми з назвою «{ $name }» немає. Walkin використовує «{ $used }».
app-new-office = Створено новий офіс у { $place }: жодного не було.

## display

display-serving = Обслуговуємо
display-desk = Вікно
display-number = Номер
display-waiting = Очікують: { $count }
display-waiting-service = { $service }: { $count }
display-minutes = { $range } хв
display-join-code = Код для телефону
display-nobody = Ваш номер з’явиться тут.
display-link-down = З’єднання… останнє оновлення { $time }
display-link-never = З’єднання…
display-mistake = Табло перезапущено після помилки програми.
display-no-desk = Для вигляду «desk» потрібне налаштування «desk»: назва вікна, над яким висить табло.
display-too-small = Висота номерів { $have } мм; з відстані { $seat } м має бути { $least } мм. Виберіть більші літери в терміналі або більший екран.
display-no-sound = Звуку немає: виклики лише показано. Причину записано в журналі.
display-no-speech = Жодна програма тут не може говорити. Установіть доповнення «speech» або espeak-ng чи задайте speech_command.
display-no-voice = Для мови { $language } немає голосу.

call-say = Номер { $number }, { $desk }
call-say-somewhere = Номер { $number }, підійдіть до вікна

## desk-name

desk-name-desk = вікно
desk-name-counter = стійка
desk-name-window = вікно
desk-name-room = кабінет
desk-name-office = офіс

## kiosk

kiosk-welcome = Вітаємо. Чим ми можемо допомогти?
kiosk-open = Відчинено
kiosk-closed = Зачинено
kiosk-service-closed = Зачинено
kiosk-all-closed = Зараз усі послуги недоступні.
kiosk-away = { $minutes ->
    [0] Немає зв’язку. Талон можна буде взяти, щойно зв’язок відновиться. До того вам допоможуть працівники.
    [one] Немає зв’язку вже { $minutes } хвилину. Талон можна буде взяти, щойно зв’язок відновиться. До того вам допоможуть працівники.
    [few] Немає зв’язку вже { $minutes } хвилини. Талон можна буде взяти, щойно зв’язок відновиться. До того вам допоможуть працівники.
    [many] Немає зв’язку вже { $minutes } хвилин. Талон можна буде взяти, щойно зв’язок відновиться. До того вам допоможуть працівники.
   *[other] Немає зв’язку вже { $minutes } хвилини. Талон можна буде взяти, щойно зв’язок відновиться. До того вам допоможуть працівники.
}
kiosk-offline = Зараз немає з’єднання. Ви все одно можете взяти талон.
kiosk-offline-used-up = Талонів немає, доки не відновиться з’єднання
kiosk-more-services = Інші послуги ▼
kiosk-first-services = ▲ Перші послуги
kiosk-start-over = Спочатку
kiosk-read-aloud = Слухати
kiosk-read-end = Тиша
kiosk-help = Покликати працівника
kiosk-appearance = Aa
kiosk-help-calling = Кличемо працівника…
kiosk-help-called = Працівника покликано. Зачекайте тут.
kiosk-help-coming = До вас уже йдуть.
kiosk-help-away = Немає зв’язку: нікого не покликано. Підійдіть до вікна.
kiosk-help-lost = Зв’язок утрачено. Якщо ніхто не підійде, зверніться до вікна.
kiosk-waiting = { $count ->
    [0] Ніхто не чекає
   *[other] Очікують: { $count }
}
kiosk-progress = { $about ->
    [yes] Питання { $number } з приблизно { $count }
   *[no] Питання { $number } з { $count }
}
kiosk-part = { $about ->
    [yes] Частина { $number } з приблизно { $count }
   *[no] Частина { $number } з { $count }
}
kiosk-continue = Далі
kiosk-keyboard = Клавіатура
kiosk-keyboard-hide = Сховати клавіатуру
kiosk-board-shift = Shift
kiosk-board-delete = Стерти
kiosk-board-clear = Очистити
kiosk-board-space = Пробіл
kiosk-board-line = Новий рядок
kiosk-board-next = Наступне
kiosk-problem-title = Треба виправити
kiosk-check-title = Перевірте свої відповіді
kiosk-answers = Відповіді { $first }–{ $last }
kiosk-answers-of = Відповіді { $first }–{ $last } з { $count }
kiosk-change = Змінити
kiosk-not-provided = Не вказано
kiosk-show = Показати
kiosk-hide = Сховати
kiosk-show-all = Показати всі
kiosk-brought = { $count ->
    [0] У коді немає відповідей для цієї форми.
    [one] З коду заповнено { $count } відповідь.
    [few] З коду заповнено { $count } відповіді.
    [many] З коду заповнено { $count } відповідей.
   *[other] З коду заповнено { $count } відповіді.
}
kiosk-brought-start = Код прочитано. Виберіть потрібну послугу.
kiosk-code-foreign = Цей код не для цього термінала. Нічого не вибрано.
kiosk-code-typed = Це заповнив сканер. Перевірте, перш ніж продовжити.
kiosk-preview-result = Що надіслав би термінал
kiosk-preview-broken = Остання версія форми без помилок. Виправити:
kiosk-take = Взяти талон
kiosk-your-number = Ваш номер
kiosk-ahead = { $count ->
    [0] Перед вами нікого немає
    [one] Перед вами { $count } особа
    [few] Перед вами { $count } особи
    [many] Перед вами { $count } осіб
   *[other] Перед вами { $count } особи
}
kiosk-expected = Час очікування: { $wait }
kiosk-issued = Взято о { $time }
kiosk-sit = Сідайте. Ваш номер викличуть.
kiosk-scan = Відкрити на телефоні
kiosk-closes = Ця сторінка закриється за { $seconds } с після останнього дотику.
kiosk-keep = Не закривати
kiosk-kept = Ця сторінка залишиться на { $minutes } хв або доки не натиснете «Готово».
kiosk-done = Готово
kiosk-away-title = Талон поки не вдалося взяти
kiosk-away-text = Усе, що ви ввели, збережено. Зараз немає зв’язку.
kiosk-away-again = Термінал продовжує спроби.
kiosk-closed-title = Цю послугу щойно зачинено
kiosk-closed-text = Поки що талонів більше немає. Працівники скажуть, коли прийти знову.
kiosk-refused-title = Талон не вдалося взяти
kiosk-to-start = На початок
kiosk-still-title = Ви ще тут?
kiosk-still-text = { $count ->
    [one] Через { $count } секунду екран повернеться на початок, а введене буде стерто.
    [few] Через { $count } секунди екран повернеться на початок, а введене буде стерто.
    [many] Через { $count } секунд екран повернеться на початок, а введене буде стерто.
   *[other] Через { $count } секунди екран повернеться на початок, а введене буде стерто.
}
kiosk-still-more = Треба більше часу
kiosk-over-title = Почати знову?
kiosk-over-text = Усе, що ви ввели, буде стерто.
kiosk-over-stay = Продовжити
kiosk-leave-title = Вийти з термінала?
kiosk-leave-pin = PIN персоналу:
kiosk-leave-wrong = PIN неправильний.
kiosk-leave-wait = { $count ->
    [one] PIN неправильний. Спробуйте знову через { $count } секунду.
    [few] PIN неправильний. Спробуйте знову через { $count } секунди.
    [many] PIN неправильний. Спробуйте знову через { $count } секунд.
   *[other] PIN неправильний. Спробуйте знову через { $count } секунди.
}
kiosk-leave-wait-minutes = PIN неправильний. Спробуйте знову через { $count } хв.
kiosk-leave-tries = { $count ->
    [one] { $count } хибна спроба, { $time }.
    [few] { $count } хибні спроби, остання { $time }.
    [many] { $count } хибних спроб, остання { $time }.
   *[other] { $count } хибної спроби, остання { $time }.
}
kiosk-leave-clear = Очистити
kiosk-leave-go = Вийти
kiosk-leave-stay = Залишитися
kiosk-line-again = Повторити
kiosk-line-signs = Що можна ввести
kiosk-line-several = Введіть номери через пробіл. Enter — продовжити.
kiosk-line-area = Порожній рядок завершує текст.

## kiosk: keys

kiosk-key-back = Назад
kiosk-key-continue = Далі
kiosk-key-pick = Вибрати
kiosk-key-next = Вперед
kiosk-key-keyboard = Екранна клавіатура
kiosk-key-take = Взяти талон
kiosk-key-help = Допомога
kiosk-key-done = Готово
kiosk-say-on = Озвучення увімкнено. Стрілки переміщують. Enter вибирає, Escape повертає назад. F4 повторює, F5 призупиняє, F6 і F7 змінюють гучність, F2 вимикає озвучення.
kiosk-say-off = Озвучення вимкнено.
kiosk-say-button = кнопка
kiosk-say-entry = текстове поле
kiosk-say-empty = порожньо
kiosk-say-filled = заповнено, без навушників не читається вголос
kiosk-say-chosen = вибрано
kiosk-say-not-chosen = не вибрано
kiosk-say-place = { $number } з { $count }
kiosk-say-star = зірочка
kiosk-say-deleted = { $letter } видалено
kiosk-say-volume = Гучність { $percent }
kiosk-say-headphones = Ви користуєтеся навушниками? Тоді вголос читаються й ваші відповіді.

## field

field-optional = { $title } (необов’язково)
field-day = День
field-month = Місяць
field-year = Рік
field-time = Час
field-clear = Очистити
field-today = Сьогодні
# Що можна ввести як день замість дати, через кому
field-today-words = сьогодні
field-birth-words = народж
field-other = Інше: напишіть
field-chosen = { $count ->
    [0] Виберіть усе, що підходить
    [one] Вибрано { $count }: { $names }
    [few] Вибрано { $count }: { $names }
    [many] Вибрано { $count }: { $names }
   *[other] Вибрано { $count }: { $names }
}
field-chosen-one = Вибрано: { $name }
field-search = Введіть для пошуку
field-all = { $count ->
    [one] { $count } варіант
    [few] { $count } варіанти
    [many] { $count } варіантів
   *[other] { $count } варіанта
}
field-matches = { $count ->
    [0] Нічого не знайдено: введіть менше літер
    [one] { $count } збіг
    [few] { $count } збіги
    [many] { $count } збігів
   *[other] { $count } збігу
}
field-up = ◂ { $name }: усі групи
field-expected-number = Цифрами, напр. { $example }
field-expected-price = Сума цифрами, напр. { $example }
field-expected-website = Напр. www.example.com
field-expected-date = Напр. 27 3 1985
field-expected-time = Напр. 27 3 1985, { $clock }
field-expected-clock = Напр. { $clock }
field-expected-month = Місяць і рік, напр. 3/2026
field-expected-like = Напр. { $example }
field-rating-1 = Дуже погано
field-rating-2 = Погано
field-rating-3 = Задовільно
field-rating-4 = Добре
field-rating-5 = Дуже добре
field-meant = Можливо, { $address }?
field-file-desk = Принесіть до вікна: зараз можна продовжити без цього.
field-file-phone = Або надішліть телефоном: візьміть талон і скануйте його код.
field-file-there = Уже отримано: { $name }
field-limits-number = { $ends ->
    [same] { $low }
    [both] Від { $low } до { $high }
    [low] { $low } або більше
   *[high] { $high } або менше
}
field-limits-date = { $ends ->
    [same] { $low }
    [both] З { $low } до { $high }
    [low] Не раніше { $low }
   *[high] Не пізніше { $high }
}
field-limits-month = { $ends ->
    [same] { $low }
    [both] { $low } – { $high }
    [low] { $low } або пізніше
   *[high] { $high } або раніше
}
field-limits-time = { $ends ->
    [same] О { $low }
    [both] З { $low } до { $high }
    [low] О { $low } або пізніше
   *[high] О { $high } або раніше
}
field-limits-entries = { $ends ->
    [same] Рівно { $low }
    [both] Від { $low } до { $high }
    [low] Не менше { $low }
   *[high] Не більше { $high }
}
field-limits-step = З кроком { $step }
field-consent = Погоджуюся
field-code = Наведіть телефон на код, щоб відкрити сторінку, або запишіть адресу:
field-code-large = Екран замалий для коду адреси. Запишіть адресу:
field-code-button = Відкрити на телефоні: { $address }
field-file-signature = Ви підпишете біля вікна: зараз можна продовжити.
field-file-photo = Фото зроблять біля вікна: зараз можна продовжити.
field-entry-add = Додати: { $title }
field-entry-another = Додати ще: { $title }
field-entry-change = Змінити
field-entry-remove = Прибрати
field-entry-really = Справді прибрати?
field-entry-none = Ще нічого не додано
field-entry-default = Запис
field-key-choose = Вибрати
field-key-continue = Далі

## form

form-empty = { $type ->
    [one] Виберіть один варіант
    [many] Виберіть один чи кілька варіантів
    [email] Введіть адресу ел. пошти
    [phone] Введіть номер телефону
    [number] Введіть число
    [price] Введіть суму
    [date] Введіть дату
    [website] Введіть вебадресу
    [name] Введіть ім’я
    [address] Введіть адресу
    [file] Виберіть файл
    [textarea] Введіть текст
    [consent] Щоб продовжити, погодьтеся
    [time] Введіть час
    [month] Введіть місяць
   *[input] Введіть відповідь
}
form-about = { $thing }: { $text }
form-thing = «{ $title }»
form-thing-name = Ім’я
form-thing-given-name = Ім’я
form-thing-family-name = Прізвище
form-thing-email = Адреса ел. пошти
form-thing-tel = Номер телефону
form-thing-address-line1 = Вулиця й номер
form-thing-address-level2 = Місто
form-thing-postal-code = Індекс
form-thing-country-name = Країна
form-thing-organization = Компанія
form-thing-bday = Дата народження
form-empty-name = Введіть своє ім’я
form-empty-given-name = Введіть своє ім’я
form-empty-family-name = Введіть своє прізвище
form-empty-address-line1 = Введіть вулицю й номер будинку
form-empty-address-level2 = Введіть місто
form-empty-postal-code = Введіть індекс
form-empty-country-name = Виберіть країну
form-empty-organization = Введіть назву компанії
form-empty-bday = Введіть дату народження
form-tooLong = { $limit ->
    [one] Введіть не більше { $limit } символу
    [few] Введіть не більше { $limit } символів
    [many] Введіть не більше { $limit } символів
   *[other] Введіть не більше { $limit } символу
}
form-tooShort = { $limit ->
    [one] Введіть щонайменше { $limit } символ
    [few] Введіть щонайменше { $limit } символи
    [many] Введіть щонайменше { $limit } символів
   *[other] Введіть щонайменше { $limit } символу
}
form-character = Вводьте лише літери, цифри та знаки: один символ не можна показати
form-email = Введіть адресу ел. пошти, напр. name@example.com
form-phone = Введіть номер телефону, напр. 044 123 4567 або +44 20 7946 0018
form-phoneCountry = Введіть номер телефону з кодом країни, напр. +380 44 123 4567
form-phoneExtension = Введіть номер телефону без додаткового номера
form-number = Введіть число цифрами, напр. 12 або 3,5
form-price = Введіть суму цифрами, напр. 12 або 12,50
form-pricePlaces = { $places ->
    [0] Введіть цілу суму без десяткових знаків, напр. 12 або 12500
    [one] Введіть суму, де не більше { $places } десяткового знака й тисячі не розділено, напр. 12,5 або 12500
    [few] Введіть суму, де не більше { $places } десяткових знаків і тисячі не розділено, напр. 12,50 або 12500
    [many] Введіть суму, де не більше { $places } десяткових знаків і тисячі не розділено, напр. 12,50 або 12500
   *[other] Введіть суму, де не більше { $places } десяткового знака й тисячі не розділено, напр. 12,50 або 12500
}
form-date = Введіть наявну в календарі дату, напр. 27 3 1985
form-time = Введіть наявну в календарі дату й час, напр. 27 3 1985, { $clock }
form-website = Введіть вебадресу, напр. www.example.com
form-fileType = Файл має бути одного з цих типів: { $types }
form-fileActive = Файл містить програми або інші файли: надрукуйте його в новий PDF або надішліть фото
form-fileSize = Файл має бути не більший за { $limit } МБ
form-fileEmpty = Файл порожній: виберіть інший
form-fileRead = Не вдалося прочитати файл: виберіть його знову
form-pattern = Введіть так, як описано в питанні
form-oneOnly = Виберіть лише один варіант
form-shape = Надсилайте частини відповіді в subItem, а будь-яку іншу відповідь у value або values
form-otherClient = У клієнта { $id } тут щось інше: не надсилайте цього або змініть запис самого клієнта
form-unknownChoice = Виберіть один із запропонованих варіантів
form-country = Виберіть країну зі списку
form-countryLike = Виберіть країну зі списку: можливо, { $name }?
form-other = Напишіть, що означає «Інше»
form-tooSmall = Введіть { $limit } або більше
form-tooBig = Введіть { $limit } або менше
form-tooEarly = Не раніше: { $limit }
form-tooEarly-time = Не раніше { $limit }
form-tooLate = Не пізніше: { $limit }
form-tooLate-time = Не пізніше { $limit }
form-integer = Введіть ціле число
form-step = { $same ->
    [yes] Введіть { $lower }
   *[no] Введіть { $lower } або { $upper }: значення між ними неможливі
}
form-check = Цей номер неправильний: звірте кожну літеру й цифру з документом
form-mask = Введіть так: { $example }
form-clock = Введіть час, напр. { $clock }
form-month = Введіть місяць і рік, напр. 3/2026
form-consent = Відповідайте true або не надсилайте відповіді
form-exclusive = «{ $name }» не можна вибрати разом з іншим варіантом
form-tooFew = { $limit ->
    [one] Додайте щонайменше { $limit }
    [few] Додайте щонайменше { $limit }
    [many] Додайте щонайменше { $limit }
   *[other] Додайте щонайменше { $limit }
}
form-tooMany = { $limit ->
    [one] Можна не більше { $limit }
    [few] Можна не більше { $limit }
    [many] Можна не більше { $limit }
   *[other] Можна не більше { $limit }
}
form-requireOne = Дайте відповідь хоча б на одне з цих питань: { $titles }
form-notAsked = Після інших відповідей це питання не стосується вас: відповідь не збережено

## page

page-ahead = { $count ->
    [0] Ви наступні
    [one] Перед вами { $count } особа
    [few] Перед вами { $count } особи
    [many] Перед вами { $count } осіб
   *[other] Перед вами { $count } особи
}
page-delay-deskClosed = Чекати довше, ніж ми казали: вікно зачинилося або має іншу роботу.
page-delay-putBefore = Чекати довше, ніж ми казали: когось довелося пропустити вперед.
page-delay-longVisit = Чекати довше, ніж ми казали: одне відвідування триває незвично довго.
page-wait-not-known = Час очікування поки невідомий.
page-no-desk = Зараз немає відкритих вікон. Час очікування з’явиться тут, щойно відкриється вікно.
page-called = Ваша черга: { $desk }
page-called-somewhere = Ваша черга
page-missed = Ваш номер викликали, але ви не підійшли. Зверніться до працівників.
page-over = Це відвідування завершено. Дякуємо.
page-updated = Оновлено о { $time }. Ця сторінка оновлюється сама.
page-updated-at = Оновлено о { $time }.
page-file-send = Надіслати цей файл
page-file-again = Надіслати інший замість нього
page-file-sent = Надіслано: { $name }
page-file-progress = Уже надіслано
page-refused = Не вдалося
page-refused-text = Поверніться назад і спробуйте за мить або зверніться до працівників.
page-gone = Такого талона немає
page-gone-ask = Скануйте код на талоні ще раз або зверніться до працівників.

page-held = Ваше місце збережено: вас викличуть до вікна.
page-sit = Сідайте. Ваш номер викличуть.
page-stale = Немає зв’язку. Показано дані на час, указаний нижче. Пробуємо знову…
page-alert = Сповістити звуком
page-keep = Не закривайте цю сторінку й не вимикайте екран.
page-keep-sound = Не закривайте цю сторінку й не вимикайте екран; коли надійде ваша черга, пролунає звук.
page-awake = Не закривайте цю сторінку: екран не вимкнеться.
page-awake-sound = Не закривайте цю сторінку: екран не вимкнеться, а коли надійде ваша черга, пролунає звук.
page-start = Взяти талон
page-start-none = Талони видають біля входу
page-start-none-text = Код на талоні відкриває його сторінку на телефоні.
page-to-start = Послуги цього офісу
page-nowhere = За цією адресою нічого немає
page-nowhere-text = Скануйте код на талоні або плакаті ще раз чи зверніться до працівників.
page-cancel = Відмовитися від місця
page-cancel-title = Відмовитися від місця?
page-cancel-text = Ви вийдете з черги. Щоб повернутися, потрібен новий талон, у кінці черги.
page-cancel-yes = Так, відмовитися
page-cancel-no = Ні, залишити місце
page-cancelled = Цей талон скасовано.
page-again = Взяти новий талон
page-closed = Це відвідування вже завершилося
page-closed-ask = Його сторінку закрито. Для нового відвідування візьміть новий талон.
page-access = Доступність
page-access-text = Ці сторінки відповідають EN 301 549 і WCAG 2.2 AA, наскільки це показують автоматичні перевірки. Вони працюють із клавіатурою, екранним читачем, великими літерами, у світлому й темному вигляді.
page-access-gaps = Ще не показано: ніхто, хто щодня користується допоміжними засобами, їх не перевіряв.
page-access-staff = Якщо ви не можете скористатися цими сторінками чи автоматом, персонал дасть вам номер біля столу.
page-access-contact = Напишіть нам, чим ви не можете скористатися: { $contact }
page-access-ask = Скажіть персоналу, чим ви не можете скористатися.

## paper

paper-copy = КОПІЯ
paper-desk = Пройдіть: { $desk }
paper-missing = (з літерами, яких цей принтер не має)
paper-state = { $state ->
    [printing] Друкуємо…
    [yes] Візьміть талон.
    [unknown] Візьміть талон або запам’ятайте цей номер.
   *[no] Сьогодні без паперу: запам’ятайте цей номер.
}
paper-again = Друкувати знову
paper-trouble = { $trouble ->
    [noPaper] немає паперу
    [paperLow] папір закінчується
    [coverOpen] кришку відчинено
    [cutter] різак застряг
    [offline] не в мережі
    [noAnswer] немає відповіді: вимкнений або не підключений
   *[error] помилка
}

## join

join-take = Взяти талон
join-choose = Виберіть
join-next = Далі
join-more = Через ці відповіді є ще питання
join-remove = Прибрати: { $title }
join-open = { $count ->
    [one] Вибір з { $count } варіанта
    [few] Вибір з { $count } варіантів
    [many] Вибір з { $count } варіантів
   *[other] Вибір з { $count } варіанта
}
join-sign = Підпишіться в полі пальцем або мишею чи додайте зображення свого підпису.
join-sign-pad = Поле для підпису
join-file = Файл до { $limit } МБ: { $types }
join-later = Надішлю пізніше зі сторінки талона або принесу до вікна
join-code = Код із зали очікування
join-code-hint = Чотири цифри на екрані в залі очікування.
join-code-missing = Введіть код з екрана в залі очікування
join-code-wrong = Цей код неправильний або застарілий: введіть той, що зараз на екрані
join-unknown = Тут не можна взяти талон
join-unknown-text = Ця послуга не видає талонів на телефон. Візьміть талон біля входу або зверніться до працівників.
join-closed = Ця послуга зараз недоступна
join-closed-text = Поки що талонів більше немає. Працівники скажуть, коли прийти знову.
join-busy = Забагато талонів одночасно
join-busy-text = Зачекайте хвилину й спробуйте знову або візьміть талон біля входу.
join-many = У вас досить талонів
join-many-text = Скасуйте один на його сторінці або зачекайте, доки один буде обслужено. Більші групи беруть талони біля входу.
join-refused = Талон не вдалося взяти
join-refused-text = Поверніться назад і спробуйте знову або візьміть талон біля входу.
join-poster = Візьміть талон телефоном
join-poster-scan = Наведіть камеру телефону на код. Відкриється сторінка з вашим місцем у черзі. Не закривайте її: вона може подати звук, коли надійде ваша черга.

form-fileAgain = Додайте файл знову: його зберігають лише з повною формою
form-fileRoom = Зараз немає місця для файлів: принесіть його до вікна
form-fileGone = Додайте файл знову: надісланого тут уже немає
page-consent-title = Дозвіл для іншої програми
page-consent-asks = { $name } просить дозволу працювати з вашими чергами в ролі «{ $role }».
page-consent-goes = Якщо дозволите, ви перейдете до { $address }.
page-consent-key = Скористайтеся ключем адміністратора свого облікового запису.
page-consent-allow = Дозволити
page-consent-deny = Не дозволяти
page-consent-wrong = Це не ключ і токен адміністратора.
page-consent-unknown = Ця програма тут невідома або хоче спрямувати вас на адресу, для якої її не зареєстровано.
