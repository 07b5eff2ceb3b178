# آنچه Walkin به فارسی به مراجعان می‌گوید. آنچه اینجا نیست به انگلیسی گفته می‌شود.
# Not yet read by a native speaker.

language-name = فارسی

## app

app-name = Walkin
app-back = بازگشت
app-close = بستن
app-retry = تلاش دوباره
app-quit = خروج
app-language = زبان
app-loading = یک لحظه…
app-too-small = این پنجره کوچک است. Walkin به { $columns } × { $rows } نیاز دارد و این { $wide } × { $high } است.
app-too-small-hint = پنجره را بزرگ‌تر یا حروف را کوچک‌تر کنید.
app-mistake = به‌علت خطایی در برنامه انجام نشد. جزئیات: { $file }
app-mistake-no-file = به‌علت خطایی در برنامه انجام نشد.
app-crashed = Walkin به‌علت خطا متوقف شد. جزئیات: { $file }
app-crashed-no-file = Walkin به‌علت خطا متوقف شد. جزئیات ذخیره نشد.

## duration

duration-short = کمتر از ۱ دقیقه
duration-minutes = { $minutes } دقیقه
duration-hours = { $hours } ساعت { $minutes } دقیقه

## answer

answer-yes = بله
answer-no = خیر
answer-other = دیگر: { $text }
answer-rating = { $place } از { $count } ({ $name })
answer-rating-scale = { $name } ({ $first } تا { $last })
answer-file-deferred = بعداً ارائه می‌شود
answer-consent = موافقت شد

## wait

wait-range = حدود { $low }–{ $high } دقیقه
wait-up-to = تا { $minutes } دقیقه
wait-over = { $minutes ->
    [60] بیش از یک ساعت
    [one] بیش از { $minutes } دقیقه
   *[other] بیش از { $minutes } دقیقه
}
wait-not-known = زمان انتظار هنوز معلوم نیست
wait-no-desk = اکنون باجه‌ای باز نیست
wait-server-away = اتصال برقرار نیست: زمان انتظار معلوم نیست، اما جای شما محفوظ است

## app: keys

app-keyname-enter = Enter
app-keyname-escape = Esc
app-keyname-space = فاصله
app-keyname-tab = Tab
app-keyname-backspace = ⌫
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

app-theme-office = اداره (روشن)
app-theme-night = شب (تیره)
app-theme-contrast = تضاد زیاد
app-theme-paper = کاغذ (گرم، روشن)
app-theme-garden = باغ (سبز، تیره)
app-theme-problem-unreadable = فایل پوسته { $file } خوانده نمی‌شود.
app-theme-problem-format = فایل پوسته { $file } درست نوشته نشده است: { $reason }.
app-theme-problem-missing = فایل پوسته { $file } رنگ «{ $key }» را ندارد.
app-theme-problem-colour = در فایل پوسته { $file }، «{ $value }» رنگ نیست ({ $key }).
app-theme-problem-unknown = فایل پوسته { $file } ورودی ناشناخته «{ $key }» دارد. باقی آن به کار می‌رود.
app-theme-problem-contrast = پوسته { $file } سخت خوانده می‌شود: تضاد { $text } روی { $ground } برابر { $ratio } است و دست‌کم { $least } لازم است.
app-theme-problem-name = پوسته‌ای به نام «{ $name }» نیست. Walkin از «{ $used }» استفاده می‌کند.
app-new-office = اداره‌ای تازه در { $place } ساخته شد: آنجا اداره‌ای نبود.

## display

display-serving = در حال خدمت
display-desk = باجه
display-number = شماره
display-waiting = منتظر: { $count }
display-waiting-service = { $service }: { $count }
display-minutes = { $range } دقیقه
display-join-code = کد برای تلفن
display-nobody = شماره شما اینجا نمایش داده می‌شود.
display-link-down = اتصال دوباره… آخرین به‌روزرسانی { $time }
display-link-never = در حال اتصال…
display-mistake = نمایشگر پس از خطایی در برنامه دوباره راه‌اندازی شد.
display-no-desk = چیدمان «desk» به تنظیم «desk» نیاز دارد: نام باجه‌ای که نمایشگر بالای آن است.
display-too-small = بلندی شماره‌ها { $have } میلی‌متر است؛ از { $seat } متری باید { $least } میلی‌متر باشد. حروف بزرگ‌تر در پایانه یا نمایشگر بزرگ‌تر انتخاب کنید.
display-no-sound = صدایی نیست: فراخوان‌ها فقط نمایش داده می‌شوند. علت در گزارش آمده است.
display-no-speech = اینجا برنامه‌ای برای گفتار نیست. افزونه «speech» یا espeak-ng را نصب کنید، یا speech_command را تنظیم کنید.
display-no-voice = برای زبان { $language } صدایی نیست.

## call

call-say = شماره { $number }، به { $desk } مراجعه کنید
call-say-somewhere = شماره { $number }، به باجه مراجعه کنید

## desk-name

desk-name-desk = میز
desk-name-counter = باجه
desk-name-window = گیشه
desk-name-room = اتاق
desk-name-office = دفتر

## kiosk

kiosk-welcome = خوش آمدید. چه خدمتی می‌خواهید؟
kiosk-open = باز
kiosk-closed = بسته
kiosk-service-closed = بسته
kiosk-all-closed = اکنون همه خدمات بسته است.
kiosk-away = { $minutes ->
    [0] اتصال برقرار نیست. پس از برقراری اتصال می‌توانید شماره بگیرید. تا آن زمان کارکنان کمک می‌کنند.
    [one] { $minutes } دقیقه است که اتصال برقرار نیست. پس از برقراری اتصال می‌توانید شماره بگیرید. تا آن زمان کارکنان کمک می‌کنند.
   *[other] { $minutes } دقیقه است که اتصال برقرار نیست. پس از برقراری اتصال می‌توانید شماره بگیرید. تا آن زمان کارکنان کمک می‌کنند.
}
kiosk-offline = اکنون اتصال برقرار نیست. با این حال می‌توانید نوبت بگیرید.
kiosk-offline-used-up = تا برقراری اتصال نوبتی نیست
kiosk-more-services = خدمات بیشتر ▼
kiosk-first-services = ▲ خدمات نخست
kiosk-start-over = از نو
kiosk-read-aloud = شنیدن
kiosk-read-end = سکوت
kiosk-help = کمک کارکنان
kiosk-appearance = Aa
kiosk-help-calling = فراخواندن کارکنان…
kiosk-help-called = کارکنان فراخوانده شدند. همین‌جا بمانید.
kiosk-help-coming = کسی نزد شما می‌آید.
kiosk-help-away = اتصال برقرار نیست: کارکنان فراخوانده نشدند. به باجه‌ای مراجعه کنید.
kiosk-help-lost = اتصال قطع شد. اگر کسی نیامد به باجه‌ای مراجعه کنید.
kiosk-waiting = { $count ->
    [0] کسی منتظر نیست
    [one] { $count } نفر منتظر
   *[other] { $count } نفر منتظر
}
kiosk-progress = { $about ->
    [yes] پرسش { $number } از حدود { $count }
   *[no] پرسش { $number } از { $count }
}
kiosk-part = { $about ->
    [yes] بخش { $number } از حدود { $count }
   *[no] بخش { $number } از { $count }
}
kiosk-continue = ادامه
kiosk-keyboard = صفحه‌کلید
kiosk-keyboard-hide = پنهان کردن
kiosk-board-shift = Shift
kiosk-board-delete = حذف
kiosk-board-clear = پاک
kiosk-board-space = فاصله
kiosk-board-line = سطر تازه
kiosk-board-next = بعدی
kiosk-problem-title = مشکلی هست
kiosk-check-title = پاسخ‌ها را بررسی کنید
kiosk-answers = پاسخ‌های { $first }–{ $last }
kiosk-answers-of = پاسخ‌های { $first }–{ $last } از { $count }
kiosk-change = تغییر
kiosk-not-provided = بی‌پاسخ
kiosk-show = نمایش
kiosk-hide = پنهان
kiosk-show-all = نمایش همه
kiosk-brought = { $count ->
    [0] کد پاسخی برای این فرم ندارد.
    [one] { $count } پاسخ از کد پر شد.
   *[other] { $count } پاسخ از کد پر شد.
}
kiosk-brought-start = کد خوانده شد. خدمتی را که برای آن آمده‌اید انتخاب کنید.
kiosk-code-foreign = این کد برای این دستگاه نیست. چیزی انتخاب نشد.
kiosk-code-typed = این را دستگاه کدخوان پر کرد. پیش از ادامه بررسی کنید.
kiosk-preview-result = آنچه دستگاه می‌فرستاد
kiosk-preview-broken = آخرین نسخه بی‌خطای فرم. برای اصلاح:
kiosk-take = گرفتن شماره
kiosk-your-number = شماره شما
kiosk-ahead = { $count ->
    [0] کسی پیش از شما نیست
    [one] { $count } نفر پیش از شما
   *[other] { $count } نفر پیش از شما
}
kiosk-expected = انتظار تقریبی: { $wait }
kiosk-issued = گرفته‌شده در { $time }
kiosk-sit = لطفاً بنشینید. شماره شما خوانده می‌شود.
kiosk-scan = باز کردن در تلفن
kiosk-closes = این صفحه { $seconds } ثانیه پس از آخرین لمس بسته می‌شود.
kiosk-keep = نگه داشتن
kiosk-kept = این صفحه { $minutes } دقیقه می‌ماند، یا تا وقتی «پایان» را بزنید.
kiosk-done = پایان
kiosk-away-title = هنوز شماره گرفته نشد
kiosk-away-text = آنچه نوشته‌اید از دست نرفته است. اکنون اتصال برقرار نیست.
kiosk-away-again = دستگاه به تلاش ادامه می‌دهد.
kiosk-closed-title = این خدمت همین حالا بسته شد
kiosk-closed-text = فعلاً شماره دیگری داده نمی‌شود. کارکنان می‌گویند کی بازگردید.
kiosk-refused-title = شماره گرفته نشد
kiosk-to-start = بازگشت به آغاز
kiosk-still-title = هنوز اینجا هستید؟
kiosk-still-text = { $count ->
    [one] تا { $count } ثانیه دیگر صفحه از نو آغاز و آنچه نوشته‌اید پاک می‌شود.
   *[other] تا { $count } ثانیه دیگر صفحه از نو آغاز و آنچه نوشته‌اید پاک می‌شود.
}
kiosk-still-more = زمان بیشتری می‌خواهم
kiosk-over-title = از نو آغاز شود؟
kiosk-over-text = آنچه وارد کرده‌اید پاک می‌شود.
kiosk-over-stay = ادامه می‌دهم
kiosk-leave-title = خروج از دستگاه؟
kiosk-leave-pin = رمز کارکنان:
kiosk-leave-wrong = رمز درست نیست.
kiosk-leave-wait = { $count ->
    [one] رمز درست نیست. { $count } ثانیه دیگر دوباره تلاش کنید.
   *[other] رمز درست نیست. { $count } ثانیه دیگر دوباره تلاش کنید.
}
kiosk-leave-wait-minutes = رمز درست نیست. { $count } دقیقه دیگر دوباره تلاش کنید.
kiosk-leave-tries = { $count ->
    [one] { $count } تلاش نادرست، { $time }.
   *[other] { $count } تلاش نادرست، آخرین { $time }.
}
kiosk-leave-clear = پاک
kiosk-leave-go = خروج
kiosk-leave-stay = ماندن
kiosk-line-again = تکرار
kiosk-line-signs = آنچه می‌توانید بنویسید
kiosk-line-several = شماره‌ها را با فاصله بنویسید. برای ادامه Enter را بزنید.
kiosk-line-area = یک خط خالی متن را تمام می‌کند.

## kiosk: keys

kiosk-key-back = بازگشت
kiosk-key-continue = ادامه
kiosk-key-pick = انتخاب
kiosk-key-next = بعدی
kiosk-key-keyboard = صفحه‌کلید روی صفحه
kiosk-key-take = گرفتن شماره
kiosk-key-help = کمک کارکنان
kiosk-key-done = پایان
kiosk-say-on = خواندن با صدا روشن است. کلیدهای جهت‌نما جابه‌جا می‌کنند، کلید اینتر انتخاب می‌کند، کلید اسکیپ برمی‌گرداند. F4 تکرار، F5 مکث، F6 و F7 تنظیم صدا، F2 پایان خواندن.
kiosk-say-off = خواندن با صدا خاموش است.
kiosk-say-button = دکمه
kiosk-say-entry = کادر متن
kiosk-say-empty = خالی
kiosk-say-filled = پر شده، بدون هدفون با صدا خوانده نمی‌شود
kiosk-say-chosen = انتخاب شده
kiosk-say-not-chosen = انتخاب نشده
kiosk-say-place = { $number } از { $count }
kiosk-say-star = ستاره
kiosk-say-deleted = { $letter } پاک شد
kiosk-say-volume = بلندی صدا { $percent }
kiosk-say-headphones = آیا از هدفون استفاده می‌کنید؟ در این صورت پاسخ‌های شما هم خوانده می‌شود.

## field

field-optional = { $title } (اختیاری)
field-day = روز
field-month = ماه
field-year = سال
field-time = ساعت
field-clear = پاک
field-today = امروز
field-today-words = امروز, ا
field-birth-words = تولد, ولادت
field-other = دیگر: بنویسید
field-chosen = { $count ->
    [0] همه موارد مربوط را انتخاب کنید
    [one] { $count } انتخاب: { $names }
   *[other] { $count } انتخاب: { $names }
}
field-chosen-one = انتخاب: { $name }
field-search = برای جستجو بنویسید
field-all = { $count ->
    [one] { $count } گزینه
   *[other] { $count } گزینه
}
field-matches = { $count ->
    [0] چیزی یافت نشد: حروف کمتری بنویسید
    [one] { $count } مورد
   *[other] { $count } مورد
}
field-up = ◂ { $name }: همه گروه‌ها
field-expected-number = به رقم، مانند { $example }
field-expected-price = مبلغ به رقم، مانند { $example }
field-expected-website = مانند www.example.com
field-expected-date = مانند 27 3 1985
field-expected-time = مانند 27 3 1985 ساعت { $clock }
field-expected-clock = مانند { $clock }
field-expected-month = ماه و سال، مانند 3/2026
field-expected-like = مانند { $example }
field-rating-1 = خیلی بد
field-rating-2 = بد
field-rating-3 = متوسط
field-rating-4 = خوب
field-rating-5 = خیلی خوب
field-meant = منظورتان { $address } است؟
field-file-desk = آن را به باجه بیاورید: اکنون می‌توانید بدون آن ادامه دهید.
field-file-phone = یا با تلفن بفرستید: پس از گرفتن شماره، کد آن را اسکن کنید.
field-file-there = پیش‌تر رسیده است: { $name }
field-limits-number = { $ends ->
    [same] { $low }
    [both] از { $low } تا { $high }
    [low] { $low } یا بیشتر
   *[high] { $high } یا کمتر
}
field-limits-date = { $ends ->
    [same] { $low }
    [both] از { $low } تا { $high }
    [low] { $low } یا پس از آن
   *[high] { $high } یا پیش از آن
}
field-limits-month = { $ends ->
    [same] { $low }
    [both] از { $low } تا { $high }
    [low] { $low } یا پس از آن
   *[high] { $high } یا پیش از آن
}
field-limits-time = { $ends ->
    [same] ساعت { $low }
    [both] از { $low } تا { $high }
    [low] ساعت { $low } یا پس از آن
   *[high] ساعت { $high } یا پیش از آن
}
field-limits-entries = { $ends ->
    [same] درست { $low }
    [both] از { $low } تا { $high }
    [low] دست‌کم { $low }
   *[high] تا { $high }
}
field-limits-step = با گام‌های { $step }
field-consent = موافقم
field-code = تلفن را رو به کد بگیرید تا صفحه باز شود، یا نشانی آن را یادداشت کنید:
field-code-large = این صفحه برای کد نشانی کوچک است. به‌جای آن یادداشت کنید:
field-code-button = باز کردن در تلفن: { $address }
field-file-signature = در باجه امضا می‌کنید: اکنون بدون آن ادامه دهید.
field-file-photo = عکس شما در باجه گرفته می‌شود: اکنون بدون آن ادامه دهید.
field-entry-add = افزودن: { $title }
field-entry-another = افزودن یکی دیگر: { $title }
field-entry-change = تغییر
field-entry-remove = حذف
field-entry-really = واقعاً حذف شود؟
field-entry-none = هنوز چیزی افزوده نشده
field-entry-default = مورد
field-key-choose = انتخاب
field-key-continue = ادامه

## form

form-empty = { $type ->
    [one] یک گزینه انتخاب کنید
    [many] یک یا چند گزینه انتخاب کنید
    [email] نشانی ایمیل را وارد کنید
    [phone] شماره تلفن را وارد کنید
    [number] عددی وارد کنید
    [price] مبلغی وارد کنید
    [date] تاریخی وارد کنید
    [website] نشانی وب را وارد کنید
    [name] نامی وارد کنید
    [address] نشانی را وارد کنید
    [file] فایلی انتخاب کنید
    [textarea] متنی بنویسید
    [consent] برای ادامه موافقت کنید
    [time] ساعتی وارد کنید
    [month] ماهی وارد کنید
   *[input] پاسخی وارد کنید
}
form-about = { $thing }: { $text }
form-thing = «{ $title }»
form-thing-name = نام
form-thing-given-name = نام
form-thing-family-name = نام خانوادگی
form-thing-email = نشانی ایمیل
form-thing-tel = شماره تلفن
form-thing-address-line1 = خیابان و پلاک
form-thing-address-level2 = شهر
form-thing-postal-code = کد پستی
form-thing-country-name = کشور
form-thing-organization = شرکت
form-thing-bday = تاریخ تولد
form-empty-name = نام خود را وارد کنید
form-empty-given-name = نام خود را وارد کنید
form-empty-family-name = نام خانوادگی خود را وارد کنید
form-empty-address-line1 = خیابان و پلاک را وارد کنید
form-empty-address-level2 = شهر را وارد کنید
form-empty-postal-code = کد پستی را وارد کنید
form-empty-country-name = کشوری انتخاب کنید
form-empty-organization = نام شرکت را وارد کنید
form-empty-bday = تاریخ تولد خود را وارد کنید
form-tooLong = { $limit ->
    [one] حداکثر { $limit } نویسه
   *[other] حداکثر { $limit } نویسه
}
form-tooShort = { $limit ->
    [one] دست‌کم { $limit } نویسه
   *[other] دست‌کم { $limit } نویسه
}
form-character = فقط حروف، ارقام و نشانه‌ها: چیزی در آن نمایش‌پذیر نیست
form-email = نشانی ایمیلی مانند name@example.com وارد کنید
form-phone = شماره تلفنی مانند 020 7946 0018 یا +33 1 99 00 12 34 وارد کنید
form-phoneCountry = شماره تلفن را با کد کشور وارد کنید، مانند +33 1 99 00 12 34
form-phoneExtension = شماره تلفن را بدون شماره داخلی وارد کنید
form-number = عدد را به رقم وارد کنید، مانند 12 یا 3.5
form-price = مبلغ را به رقم وارد کنید، مانند 12 یا 12.50
form-pricePlaces = { $places ->
    [0] مبلغ را بدون اعشار وارد کنید، مانند 12 یا 12500
    [one] مبلغ را با حداکثر { $places } رقم اعشار و بدون جداکننده هزارگان وارد کنید، مانند 12.50 یا 12500
   *[other] مبلغ را با حداکثر { $places } رقم اعشار و بدون جداکننده هزارگان وارد کنید، مانند 12.50 یا 12500
}
form-date = تاریخی درست وارد کنید، مانند 27 3 1985
form-time = تاریخی درست و ساعت وارد کنید، مانند 27 3 1985 ساعت { $clock }
form-website = نشانی وبی مانند www.example.com وارد کنید
form-fileType = فایل باید یکی از این‌ها باشد: { $types }
form-fileActive = در فایل برنامه یا فایل‌های دیگری هست: آن را به PDF تازه چاپ کنید یا عکس بفرستید
form-fileSize = فایل باید { $limit } MB یا کوچک‌تر باشد
form-fileEmpty = فایل خالی است: فایل دیگری انتخاب کنید
form-fileRead = فایل خوانده نشد: دوباره انتخاب کنید
form-pattern = همان‌گونه که پرسش می‌گوید وارد کنید
form-oneOnly = فقط یک گزینه انتخاب کنید
form-shape = بخش‌های پاسخ را در subItem و هر پاسخ دیگر را در value یا values بفرستید
form-otherClient = مشتری { $id } در این جا چیز دیگری دارد: آن را کنار بگذارید یا پرونده خود مشتری را تغییر دهید
form-unknownChoice = یکی از گزینه‌های پیشنهادی را انتخاب کنید
form-country = کشوری از فهرست انتخاب کنید
form-countryLike = کشوری از فهرست انتخاب کنید: منظورتان { $name } است؟
form-other = بنویسید منظورتان از «دیگر» چیست
form-tooSmall = { $limit } یا بیشتر وارد کنید
form-tooBig = { $limit } یا کمتر وارد کنید
form-tooEarly = باید { $limit } یا پس از آن باشد
form-tooEarly-time = باید ساعت { $limit } یا پس از آن باشد
form-tooLate = باید { $limit } یا پیش از آن باشد
form-tooLate-time = باید ساعت { $limit } یا پیش از آن باشد
form-integer = عدد صحیح وارد کنید
form-step = { $same ->
    [yes] { $lower } وارد کنید
   *[no] { $lower } یا { $upper } وارد کنید: میان آن‌ها ممکن نیست
}
form-check = این شماره نمی‌تواند درست باشد: هر حرف و رقم را با مدرک خود بسنجید
form-mask = مانند { $example } وارد کنید
form-clock = ساعتی مانند { $clock } وارد کنید
form-month = ماه و سال را وارد کنید، مانند 3/2026
form-consent = true پاسخ دهید یا کنار بگذارید
form-exclusive = «{ $name }» را نمی‌توان با گزینه دیگری انتخاب کرد
form-tooFew = { $limit ->
    [one] دست‌کم { $limit } مورد بیفزایید
   *[other] دست‌کم { $limit } مورد بیفزایید
}
form-tooMany = { $limit ->
    [one] فقط { $limit } مورد ممکن است
   *[other] حداکثر { $limit } مورد ممکن است
}
form-requireOne = دست‌کم به یکی از این‌ها پاسخ دهید: { $titles }
form-notAsked = این پرسش پس از پاسخ‌های دیگر مطرح نیست: پاسخ آن نگه داشته نشد
form-fileAgain = فایل را دوباره بیفزایید: فقط همراه فرم کامل نگه داشته می‌شود
form-fileRoom = اکنون جایی برای فایل نیست: آن را به باجه بیاورید
form-fileGone = فایل را دوباره بیفزایید: آنچه فرستاده شد دیگر اینجا نیست

## page

page-ahead = { $count ->
    [0] نفر بعدی شمایید
    [one] { $count } نفر پیش از شما
   *[other] { $count } نفر پیش از شما
}
page-delay-deskClosed = انتظار بیش از آن است که گفتیم: باجه‌ای بسته شده یا کار دیگری دارد.
page-delay-putBefore = انتظار بیش از آن است که گفتیم: کسی باید زودتر می‌رفت.
page-delay-longVisit = انتظار بیش از آن است که گفتیم: مراجعه‌ای بیش از معمول طول کشیده است.
page-wait-not-known = زمان انتظار را هنوز نمی‌دانیم.
page-no-desk = اکنون باجه‌ای باز نیست. با باز شدن باجه، زمان انتظار را اینجا می‌بینید.
page-called = نوبت شماست: به { $desk } مراجعه کنید
page-called-somewhere = نوبت شماست
page-missed = شما را خواندند و نیامدید. از کارکنان بپرسید.
page-over = این مراجعه پایان یافت. سپاسگزاریم.
page-updated = به‌روز شده در { $time }. این صفحه خودبه‌خود به‌روز می‌شود.
page-updated-at = به‌روز شده در { $time }.
page-file-send = ارسال این فایل
page-file-again = ارسال فایل دیگری به‌جای آن
page-file-sent = ارسال شد: { $name }
page-file-progress = ارسال‌شده تا کنون
page-refused = انجام نشد
page-refused-text = بازگردید و کمی بعد دوباره تلاش کنید، یا از کارکنان بپرسید.
page-gone = چنین شماره‌ای نیست
page-gone-ask = کد روی برگه خود را دوباره اسکن کنید، یا از کارکنان بپرسید.
page-held = جای شما نگه داشته شده است: باجه‌ای شما را می‌خواند.
page-sit = لطفاً بنشینید. شماره شما خوانده می‌شود.
page-stale = اتصال برقرار نیست. آنچه می‌بینید از ساعت زیر است. تلاش دوباره…
page-alert = با صدا خبرم کن
page-keep = این صفحه را باز و صفحه‌نمایش را روشن نگه دارید.
page-keep-sound = این صفحه را باز و صفحه‌نمایش را روشن نگه دارید؛ هنگام نوبت شما صدا می‌دهد.
page-awake = این صفحه را باز نگه دارید: صفحه‌نمایش روشن می‌ماند.
page-awake-sound = این صفحه را باز نگه دارید: صفحه‌نمایش روشن می‌ماند و هنگام نوبت شما صدا می‌دهد.
page-start = گرفتن شماره
page-start-none = شماره‌ها در ورودی داده می‌شوند
page-start-none-text = کد روی برگه صفحه آن را در تلفن شما باز می‌کند.
page-to-start = خدمات این اداره
page-nowhere = در این نشانی چیزی نیست
page-nowhere-text = کد روی برگه یا پوستر را دوباره اسکن کنید، یا از کارکنان بپرسید.
page-cancel = لغو نوبت من
page-cancel-title = نوبت شما لغو شود؟
page-cancel-text = از صف بیرون می‌روید. برای بازگشت شماره تازه‌ای در پایان صف لازم است.
page-cancel-yes = بله، نوبتم را لغو کن
page-cancel-no = خیر، نوبتم را نگه دار
page-cancelled = این شماره لغو شد.
page-again = گرفتن شماره تازه
page-closed = این مراجعه مدتی پیش پایان یافت
page-closed-ask = صفحه آن بسته است. برای مراجعه تازه شماره تازه بگیرید.
page-access = دسترس‌پذیری
page-access-text = این صفحه‌ها تا جایی که آزمون‌های خودکار نشان می‌دهند از EN 301 549 و WCAG 2.2 AA پیروی می‌کنند. با صفحه‌کلید، صفحه‌خوان، حروف بزرگ و در حالت روشن و تیره کار می‌کنند.
page-access-gaps = هنوز نشان داده نشده: هیچ‌کس که هر روز از فناوری کمکی استفاده می‌کند آن‌ها را نیازموده است.
page-access-staff = اگر نمی‌توانید از این صفحه‌ها یا دستگاه استفاده کنید، کارکنان سر میز به شما شماره می‌دهند.
page-access-contact = به ما بگویید از چه چیزی نمی‌توانید استفاده کنید: { $contact }
page-access-ask = به کارکنان بگویید از چه چیزی نمی‌توانید استفاده کنید.
page-consent-title = اجازه برای برنامه‌ای دیگر
page-consent-asks = { $name } می‌خواهد در نقش «{ $role }» با صف‌های شما کار کند.
page-consent-goes = اگر اجازه دهید به { $address } می‌روید.
page-consent-key = از کلید یک مدیر حساب خود استفاده کنید.
page-consent-allow = اجازه
page-consent-deny = اجازه نده
page-consent-wrong = این کلید و رمز یک مدیر نیست.
page-consent-unknown = این برنامه اینجا شناخته نیست، یا می‌خواهد شما را به نشانی ثبت‌نشده‌ای بفرستد.

## join

join-take = گرفتن شماره
join-choose = یکی را انتخاب کنید
join-next = ادامه
join-more = به‌علت این پاسخ‌ها پرسش‌های دیگری هست
join-remove = حذف: { $title }
join-open = { $count ->
    [one] انتخاب از { $count } گزینه
   *[other] انتخاب از { $count } گزینه
}
join-sign = با انگشت یا ماوس در کادر امضا کنید، یا تصویر امضای خود را بیفزایید.
join-sign-pad = کادر امضا
join-file = فایلی تا { $limit } MB: { $types }
join-later = بعداً از صفحه شماره‌ام می‌فرستم، یا به باجه می‌آورم
join-code = کد سالن انتظار
join-code-hint = چهار رقم روی نمایشگر سالن انتظار.
join-code-missing = کد روی نمایشگر سالن انتظار را وارد کنید
join-code-wrong = این کد نادرست یا قدیمی است: کد کنونی نمایشگر را وارد کنید
join-unknown = اینجا نمی‌توان شماره گرفت
join-unknown-text = این خدمت با تلفن شماره نمی‌دهد. از ورودی شماره بگیرید، یا از کارکنان بپرسید.
join-closed = این خدمت اکنون بسته است
join-closed-text = فعلاً شماره دیگری داده نمی‌شود. کارکنان می‌گویند کی بازگردید.
join-busy = هم‌زمان شماره‌های زیادی گرفته می‌شود
join-busy-text = یک دقیقه صبر و دوباره تلاش کنید، یا از ورودی شماره بگیرید.
join-many = شماره کافی دارید
join-many-text = یکی را در صفحه‌اش لغو کنید، یا صبر کنید تا به یکی رسیدگی شود. گروه‌های بزرگ‌تر شماره را از ورودی می‌گیرند.
join-refused = شماره گرفته نشد
join-refused-text = بازگردید و دوباره تلاش کنید، یا از ورودی شماره بگیرید.
join-poster = با تلفن خود شماره بگیرید
join-poster-scan = دوربین تلفن را رو به کد بگیرید. صفحه‌ای که باز می‌شود جای شما را نشان می‌دهد. آن را باز نگه دارید: هنگام نوبت شما می‌تواند صدا بدهد.

## paper

paper-copy = رونوشت
paper-desk = مراجعه به: { $desk }
paper-missing = (با حروفی که این چاپگر ندارد)
paper-state = { $state ->
    [printing] در حال چاپ…
    [yes] برگه را بردارید.
    [unknown] برگه را بردارید، یا این شماره را نگه دارید.
   *[no] کاغذ نیست: این شماره را نگه دارید.
}
paper-again = چاپ دوباره
