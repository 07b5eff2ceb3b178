# ما يقوله Walkin بالعربية للزوار. ما ينقص هنا يُقال بالإنكليزية.
# Not yet read by a native speaker.

language-name = العربية

## app

app-name = Walkin
app-back = رجوع
app-close = إغلاق
app-retry = أعد المحاولة
app-quit = خروج
app-language = اللغة
app-loading = لحظة من فضلك…
app-too-small = هذه النافذة صغيرة جدًا. يحتاج Walkin إلى { $columns } × { $rows }، وحجمها { $wide } × { $high }.
app-too-small-hint = كبّر النافذة أو صغّر الحروف.
app-mistake = لم ينجح ذلك بسبب خطأ في البرنامج. التفاصيل: { $file }
app-mistake-no-file = لم ينجح ذلك بسبب خطأ في البرنامج.
app-crashed = توقف Walkin بسبب خطأ. التفاصيل: { $file }
app-crashed-no-file = توقف Walkin بسبب خطأ. تعذّر حفظ التفاصيل.

## duration

duration-short = أقل من دقيقة
duration-minutes = { $minutes } د
duration-hours = { $hours } س { $minutes } د

## answer

answer-yes = نعم
answer-no = لا
answer-other = غير ذلك: { $text }
answer-rating = { $place } من { $count } ({ $name })
answer-rating-scale = { $name } (من { $first } إلى { $last })
answer-file-deferred = يُقدَّم لاحقًا
answer-consent = موافق

## wait

wait-range = نحو { $low }–{ $high } دقيقة
wait-up-to = حتى { $minutes } دقيقة
wait-over = { $minutes ->
    [60] أكثر من ساعة
    [zero] أكثر من { $minutes } دقيقة
    [one] أكثر من دقيقة
    [two] أكثر من دقيقتين
    [few] أكثر من { $minutes } دقائق
    [many] أكثر من { $minutes } دقيقة
   *[other] أكثر من { $minutes } دقيقة
}
wait-not-known = مدة الانتظار غير معروفة بعد
wait-no-desk = لا شباك مفتوح الآن
wait-server-away = لا يوجد اتصال: مدة الانتظار غير معروفة، لكن مكانك محفوظ

## app: keys

app-keyname-enter = Enter
app-keyname-escape = Esc
app-keyname-space = مسافة
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

app-theme-office = مكتب (فاتح)
app-theme-night = ليل (داكن)
app-theme-contrast = تباين عالٍ
app-theme-paper = ورق (دافئ، فاتح)
app-theme-garden = حديقة (أخضر، داكن)
app-theme-problem-unreadable = تعذّرت قراءة ملف المظهر { $file }.
app-theme-problem-format = ملف المظهر { $file } غير مكتوب كما يجب: { $reason }.
app-theme-problem-missing = ينقص ملف المظهر { $file } اللون «{ $key }».
app-theme-problem-colour = في ملف المظهر { $file }: «{ $value }» ليس لونًا ({ $key }).
app-theme-problem-unknown = في ملف المظهر { $file } مدخل غير معروف «{ $key }». يُستخدم باقي الملف.
app-theme-problem-contrast = المظهر { $file } صعب القراءة: تباين { $text } على { $ground } هو { $ratio }، والمطلوب { $least } على الأقل.
app-theme-problem-name = لا يوجد مظهر اسمه «{ $name }». يستخدم Walkin «{ $used }».
app-new-office = أُعدّ مكتب جديد في { $place }: لم يكن هناك مكتب.

## display

display-serving = تتم خدمتهم الآن
display-desk = الشباك
display-number = الرقم
display-waiting = في الانتظار: { $count }
display-waiting-service = { $service }: { $count }
display-minutes = { $range } د
display-join-code = رمز للهواتف
display-nobody = سيظهر رقمك هنا.
display-link-down = إعادة الاتصال… آخر تحديث { $time }
display-link-never = جارٍ الاتصال…
display-mistake = أُعيد تشغيل الشاشة بعد خطأ في البرنامج.
display-no-desk = يحتاج التخطيط «desk» إلى الإعداد «desk»: اسم الشباك الذي تعلوه الشاشة.
display-too-small = ارتفاع الأرقام { $have } مم؛ ومن مسافة { $seat } م ينبغي أن يكون { $least } مم. اختر حروفًا أكبر في الطرفية أو شاشة أكبر.
display-no-sound = لا صوت: النداءات تُعرض فقط. السبب في السجل.
display-no-speech = لا يوجد هنا برنامج ينطق. ثبّت الإضافة «speech» أو espeak-ng، أو اضبط speech_command.
display-no-voice = لا يوجد صوت للغة { $language }.

## call

call-say = الرقم { $number }، تفضّل إلى { $desk }
call-say-somewhere = الرقم { $number }، تفضّل إلى الشباك

## desk-name

desk-name-desk = مكتب
desk-name-counter = شباك
desk-name-window = نافذة
desk-name-room = غرفة
desk-name-office = مكتب

## kiosk

kiosk-welcome = أهلًا بكم. كيف نخدمكم؟
kiosk-open = مفتوح
kiosk-closed = مغلق
kiosk-service-closed = مغلقة
kiosk-all-closed = جميع الخدمات مغلقة حاليًا.
kiosk-away = { $minutes ->
    [0] لا يوجد اتصال. يمكنك أخذ رقم عند عودة الاتصال. الموظفون يساعدونك حتى ذلك الحين.
    [zero] لا يوجد اتصال. يمكنك أخذ رقم عند عودة الاتصال. الموظفون يساعدونك حتى ذلك الحين.
    [one] لا يوجد اتصال منذ دقيقة. يمكنك أخذ رقم عند عودة الاتصال. الموظفون يساعدونك حتى ذلك الحين.
    [two] لا يوجد اتصال منذ دقيقتين. يمكنك أخذ رقم عند عودة الاتصال. الموظفون يساعدونك حتى ذلك الحين.
    [few] لا يوجد اتصال منذ { $minutes } دقائق. يمكنك أخذ رقم عند عودة الاتصال. الموظفون يساعدونك حتى ذلك الحين.
    [many] لا يوجد اتصال منذ { $minutes } دقيقة. يمكنك أخذ رقم عند عودة الاتصال. الموظفون يساعدونك حتى ذلك الحين.
   *[other] لا يوجد اتصال منذ { $minutes } دقيقة. يمكنك أخذ رقم عند عودة الاتصال. الموظفون يساعدونك حتى ذلك الحين.
}
kiosk-offline = لا يوجد اتصال الآن. يمكنك أخذ تذكرة مع ذلك.
kiosk-offline-used-up = لا تذاكر حتى يعود الاتصال
kiosk-more-services = خدمات أخرى ▼
kiosk-first-services = ▲ الخدمات الأولى
kiosk-start-over = من البداية
kiosk-read-aloud = استماع
kiosk-read-end = إسكات
kiosk-help = طلب موظف
kiosk-appearance = Aa
kiosk-help-calling = جارٍ نداء الموظفين…
kiosk-help-called = تم نداء الموظفين. انتظر هنا من فضلك.
kiosk-help-coming = أحد الموظفين قادم إليك.
kiosk-help-away = لا يوجد اتصال: لم يُنادَ الموظفون. اذهب إلى أحد الشبابيك.
kiosk-help-lost = انقطع الاتصال. إن لم يأتِ أحد فاذهب إلى أحد الشبابيك.
kiosk-waiting = { $count ->
    [0] لا أحد ينتظر
    [zero] لا أحد ينتظر
    [one] شخص ينتظر
    [two] شخصان ينتظران
    [few] { $count } ينتظرون
    [many] { $count } ينتظرون
   *[other] { $count } ينتظرون
}
kiosk-progress = { $about ->
    [yes] السؤال { $number } من نحو { $count }
   *[no] السؤال { $number } من { $count }
}
kiosk-part = { $about ->
    [yes] الجزء { $number } من نحو { $count }
   *[no] الجزء { $number } من { $count }
}
kiosk-continue = متابعة
kiosk-keyboard = لوحة المفاتيح
kiosk-keyboard-hide = إخفاء اللوحة
kiosk-board-shift = Shift
kiosk-board-delete = حذف
kiosk-board-clear = مسح
kiosk-board-space = مسافة
kiosk-board-line = سطر جديد
kiosk-board-next = التالي
kiosk-problem-title = هناك مشكلة
kiosk-check-title = راجع إجاباتك
kiosk-answers = الإجابات { $first }–{ $last }
kiosk-answers-of = الإجابات { $first }–{ $last } من { $count }
kiosk-change = تغيير
kiosk-not-provided = لا إجابة
kiosk-show = إظهار
kiosk-hide = إخفاء
kiosk-show-all = إظهار الكل
kiosk-brought = { $count ->
    [0] لا إجابات في الرمز لهذا النموذج.
    [zero] لا إجابات في الرمز لهذا النموذج.
    [one] مُلئت إجابة واحدة من الرمز.
    [two] مُلئت إجابتان من الرمز.
    [few] مُلئت { $count } إجابات من الرمز.
    [many] مُلئت { $count } إجابة من الرمز.
   *[other] مُلئت { $count } إجابة من الرمز.
}
kiosk-brought-start = قُرئ الرمز. اختر الخدمة التي جئت من أجلها.
kiosk-code-foreign = هذا الرمز ليس لهذا الجهاز. لم يُختر شيء.
kiosk-code-typed = ملأ القارئ هذا الحقل. راجعه قبل المتابعة.
kiosk-preview-result = ما كان الجهاز سيرسله
kiosk-preview-broken = آخر صيغة للنموذج بلا أخطاء. للتصحيح:
kiosk-take = خذ رقمي
kiosk-your-number = رقمك
kiosk-ahead = { $count ->
    [0] لا أحد قبلك
    [zero] لا أحد قبلك
    [one] شخص واحد قبلك
    [two] شخصان قبلك
    [few] { $count } أشخاص قبلك
    [many] { $count } شخصًا قبلك
   *[other] { $count } شخص قبلك
}
kiosk-expected = الانتظار المتوقع: { $wait }
kiosk-issued = أُخذ في { $time }
kiosk-sit = تفضّل بالجلوس. سننادي رقمك.
kiosk-scan = افتحه على هاتفك
kiosk-closes = تُغلق هذه الصفحة بعد { $seconds } ثانية من آخر لمسة.
kiosk-keep = إبقاء الصفحة
kiosk-kept = تبقى هذه الصفحة { $minutes } دقيقة، أو حتى تضغط «تم».
kiosk-done = تم
kiosk-away-title = تعذّر أخذ الرقم حتى الآن
kiosk-away-text = لم يضع شيء مما كتبت. لا يوجد اتصال حاليًا.
kiosk-away-again = يواصل الجهاز المحاولة.
kiosk-closed-title = أُغلقت هذه الخدمة للتو
kiosk-closed-text = لا تُعطى أرقام أخرى الآن. الموظفون يخبرونك متى تعود.
kiosk-refused-title = تعذّر أخذ الرقم
kiosk-to-start = إلى البداية
kiosk-still-title = هل ما زلت هنا؟
kiosk-still-text = { $count ->
    [zero] تبدأ هذه الشاشة من جديد الآن، ويُحذف ما كتبت.
    [one] بعد ثانية تبدأ هذه الشاشة من جديد، ويُحذف ما كتبت.
    [two] بعد ثانيتين تبدأ هذه الشاشة من جديد، ويُحذف ما كتبت.
    [few] بعد { $count } ثوانٍ تبدأ هذه الشاشة من جديد، ويُحذف ما كتبت.
    [many] بعد { $count } ثانية تبدأ هذه الشاشة من جديد، ويُحذف ما كتبت.
   *[other] بعد { $count } ثانية تبدأ هذه الشاشة من جديد، ويُحذف ما كتبت.
}
kiosk-still-more = أحتاج إلى وقت أطول
kiosk-over-title = هل تبدأ من جديد؟
kiosk-over-text = سيُحذف ما أدخلته.
kiosk-over-stay = أكمل
kiosk-leave-title = مغادرة الجهاز؟
kiosk-leave-pin = الرقم السري للموظفين:
kiosk-leave-wrong = الرقم السري غير صحيح.
kiosk-leave-wait = { $count ->
    [zero] الرقم السري غير صحيح. حاول من جديد.
    [one] الرقم السري غير صحيح. حاول بعد ثانية.
    [two] الرقم السري غير صحيح. حاول بعد ثانيتين.
    [few] الرقم السري غير صحيح. حاول بعد { $count } ثوانٍ.
    [many] الرقم السري غير صحيح. حاول بعد { $count } ثانية.
   *[other] الرقم السري غير صحيح. حاول بعد { $count } ثانية.
}
kiosk-leave-wait-minutes = الرقم السري غير صحيح. حاول بعد { $count } دقيقة.
kiosk-leave-tries = { $count ->
    [zero] لا محاولات خاطئة، { $time }.
    [one] محاولة خاطئة واحدة، { $time }.
    [two] محاولتان خاطئتان، آخرهما { $time }.
    [few] { $count } محاولات خاطئة، آخرها { $time }.
    [many] { $count } محاولة خاطئة، آخرها { $time }.
   *[other] { $count } محاولة خاطئة، آخرها { $time }.
}
kiosk-leave-clear = مسح
kiosk-leave-go = مغادرة
kiosk-leave-stay = بقاء
kiosk-line-again = إعادة
kiosk-line-signs = ما يمكنك كتابته
kiosk-line-several = اكتب الأرقام وبينها مسافات. اضغط Enter للمتابعة.
kiosk-line-area = السطر الفارغ ينهي النص.

## kiosk: keys

kiosk-key-back = رجوع
kiosk-key-continue = متابعة
kiosk-key-pick = اختيار
kiosk-key-next = التالي
kiosk-key-keyboard = لوحة على الشاشة
kiosk-key-take = خذ رقمي
kiosk-key-help = طلب موظف
kiosk-key-done = تم
kiosk-say-on = القراءة الصوتية مفعّلة. مفاتيح الأسهم للتنقل، ومفتاح الإدخال للاختيار، ومفتاح الهروب للرجوع. إف 4 للإعادة، وإف 5 للإيقاف المؤقت، وإف 6 وإف 7 لمستوى الصوت، وإف 2 لإنهاء القراءة.
kiosk-say-off = القراءة الصوتية متوقفة.
kiosk-say-button = زر
kiosk-say-entry = حقل نص
kiosk-say-empty = فارغ
kiosk-say-filled = تم ملؤه، ولا يُقرأ بصوت مسموع من دون سماعات
kiosk-say-chosen = محدد
kiosk-say-not-chosen = غير محدد
kiosk-say-place = { $number } من { $count }
kiosk-say-star = نجمة
kiosk-say-deleted = حُذف { $letter }
kiosk-say-volume = مستوى الصوت { $percent }
kiosk-say-headphones = هل تستخدم سماعات؟ عندها تُقرأ إجاباتك أيضًا.

## field

field-optional = { $title } (اختياري)
field-day = اليوم
field-month = الشهر
field-year = السنة
field-time = الوقت
field-clear = مسح
field-today = اليوم
field-today-words = اليوم, ي
field-birth-words = الميلاد, الولادة
field-other = غير ذلك: اكتبه
field-chosen = { $count ->
    [0] اختر كل ما ينطبق
    [zero] اختر كل ما ينطبق
    [one] اختيار واحد: { $names }
    [two] اختياران: { $names }
    [few] { $count } اختيارات: { $names }
    [many] { $count } اختيارًا: { $names }
   *[other] { $count } اختيار: { $names }
}
field-chosen-one = الاختيار: { $name }
field-search = اكتب للبحث
field-all = { $count ->
    [zero] لا خيارات
    [one] خيار واحد
    [two] خياران
    [few] { $count } خيارات
    [many] { $count } خيارًا
   *[other] { $count } خيار
}
field-matches = { $count ->
    [0] لا نتيجة: اكتب حروفًا أقل
    [zero] لا نتيجة: اكتب حروفًا أقل
    [one] نتيجة واحدة
    [two] نتيجتان
    [few] { $count } نتائج
    [many] { $count } نتيجة
   *[other] { $count } نتيجة
}
field-up = ◂ { $name }: كل المجموعات
field-expected-number = بالأرقام، مثل { $example }
field-expected-price = مبلغ بالأرقام، مثل { $example }
field-expected-website = مثل www.example.com
field-expected-date = مثل 27 3 1985
field-expected-time = مثل 27 3 1985 في { $clock }
field-expected-clock = مثل { $clock }
field-expected-month = الشهر والسنة، مثل 3/2026
field-expected-like = مثل { $example }
field-rating-1 = سيئ جدًا
field-rating-2 = سيئ
field-rating-3 = مقبول
field-rating-4 = جيد
field-rating-5 = جيد جدًا
field-meant = هل تقصد { $address }؟
field-file-desk = أحضره إلى الشباك: يمكنك المتابعة الآن من دونه.
field-file-phone = أو أرسله بالهاتف: امسح رمز رقمك بعد أخذه.
field-file-there = وصل سابقًا: { $name }
field-limits-number = { $ends ->
    [same] { $low }
    [both] من { $low } إلى { $high }
    [low] { $low } أو أكثر
   *[high] { $high } أو أقل
}
field-limits-date = { $ends ->
    [same] { $low }
    [both] من { $low } إلى { $high }
    [low] { $low } أو بعده
   *[high] { $high } أو قبله
}
field-limits-month = { $ends ->
    [same] { $low }
    [both] من { $low } إلى { $high }
    [low] { $low } أو بعده
   *[high] { $high } أو قبله
}
field-limits-time = { $ends ->
    [same] في { $low }
    [both] من { $low } إلى { $high }
    [low] { $low } أو بعدها
   *[high] { $high } أو قبلها
}
field-limits-entries = { $ends ->
    [same] بالضبط { $low }
    [both] من { $low } إلى { $high }
    [low] { $low } على الأقل
   *[high] { $high } على الأكثر
}
field-limits-step = بخطوات من { $step }
field-consent = أوافق
field-code = وجّه هاتفك إلى الرمز لفتح الصفحة، أو دوّن عنوانها:
field-code-large = هذه الشاشة صغيرة لرمز العنوان. دوّنه بدلًا من ذلك:
field-code-button = افتح على هاتفك: { $address }
field-file-signature = توقّع عند الشباك: تابع الآن من دون ذلك.
field-file-photo = تُلتقط صورتك عند الشباك: تابع الآن من دون ذلك.
field-entry-add = إضافة: { $title }
field-entry-another = إضافة أخرى: { $title }
field-entry-change = تغيير
field-entry-remove = إزالة
field-entry-really = إزالة فعلًا؟
field-entry-none = لم يُضف شيء بعد
field-entry-default = مدخل
field-key-choose = اختيار
field-key-continue = متابعة

## form

form-empty = { $type ->
    [one] اختر خيارًا واحدًا
    [many] اختر خيارًا أو أكثر
    [email] أدخل عنوان بريد إلكتروني
    [phone] أدخل رقم هاتف
    [number] أدخل عددًا
    [price] أدخل مبلغًا
    [date] أدخل تاريخًا
    [website] أدخل عنوان موقع
    [name] أدخل اسمًا
    [address] أدخل عنوانًا
    [file] اختر ملفًا
    [textarea] اكتب نصًا
    [consent] وافق على هذا للمتابعة
    [time] أدخل وقتًا
    [month] أدخل شهرًا
   *[input] أدخل إجابة
}
form-about = { $thing }: { $text }
form-thing = «{ $title }»
form-thing-name = الاسم
form-thing-given-name = الاسم الأول
form-thing-family-name = اسم العائلة
form-thing-email = البريد الإلكتروني
form-thing-tel = رقم الهاتف
form-thing-address-line1 = الشارع والرقم
form-thing-address-level2 = المدينة
form-thing-postal-code = الرمز البريدي
form-thing-country-name = البلد
form-thing-organization = الشركة
form-thing-bday = تاريخ الميلاد
form-empty-name = أدخل اسمك
form-empty-given-name = أدخل اسمك الأول
form-empty-family-name = أدخل اسم عائلتك
form-empty-address-line1 = أدخل الشارع والرقم
form-empty-address-level2 = أدخل المدينة
form-empty-postal-code = أدخل الرمز البريدي
form-empty-country-name = اختر بلدًا
form-empty-organization = أدخل اسم الشركة
form-empty-bday = أدخل تاريخ ميلادك
form-tooLong = { $limit ->
    [zero] لا تكتب شيئًا هنا
    [one] استخدم حرفًا واحدًا على الأكثر
    [two] استخدم حرفين على الأكثر
    [few] استخدم { $limit } أحرف على الأكثر
    [many] استخدم { $limit } حرفًا على الأكثر
   *[other] استخدم { $limit } حرف على الأكثر
}
form-tooShort = { $limit ->
    [zero] اكتب أي شيء
    [one] استخدم حرفًا واحدًا على الأقل
    [two] استخدم حرفين على الأقل
    [few] استخدم { $limit } أحرف على الأقل
    [many] استخدم { $limit } حرفًا على الأقل
   *[other] استخدم { $limit } حرف على الأقل
}
form-character = استخدم الحروف والأرقام والعلامات فقط: فيه ما لا يمكن عرضه
form-email = أدخل عنوان بريد إلكتروني، مثل name@example.com
form-phone = أدخل رقم هاتف، مثل 020 7946 0018 أو +33 1 99 00 12 34
form-phoneCountry = أدخل رقم الهاتف مع رمز البلد، مثل +33 1 99 00 12 34
form-phoneExtension = أدخل رقم الهاتف من دون رقم داخلي
form-number = أدخل عددًا بالأرقام، مثل 12 أو 3.5
form-price = أدخل مبلغًا بالأرقام، مثل 12 أو 12.50
form-pricePlaces = { $places ->
    [0] أدخل مبلغًا صحيحًا بلا كسور، مثل 12 أو 12500
    [zero] أدخل مبلغًا صحيحًا بلا كسور، مثل 12 أو 12500
    [one] أدخل مبلغًا بمنزلة عشرية واحدة على الأكثر وبلا فواصل بين الآلاف، مثل 12.5 أو 12500
    [two] أدخل مبلغًا بمنزلتين عشريتين على الأكثر وبلا فواصل بين الآلاف، مثل 12.50 أو 12500
    [few] أدخل مبلغًا بعدد { $places } منازل عشرية على الأكثر وبلا فواصل بين الآلاف، مثل 12.50 أو 12500
    [many] أدخل مبلغًا بعدد { $places } منزلة عشرية على الأكثر وبلا فواصل بين الآلاف، مثل 12.50 أو 12500
   *[other] أدخل مبلغًا بعدد { $places } منزلة عشرية على الأكثر وبلا فواصل بين الآلاف، مثل 12.50 أو 12500
}
form-date = أدخل تاريخًا صحيحًا، مثل 27 3 1985
form-time = أدخل تاريخًا صحيحًا ووقتًا، مثل 27 3 1985 في { $clock }
form-website = أدخل عنوان موقع، مثل www.example.com
form-fileType = يجب أن يكون الملف من هذه الأنواع: { $types }
form-fileActive = في الملف برامج أو ملفات أخرى: اطبعه إلى ملف PDF جديد أو أرسل صورة
form-fileSize = يجب ألا يزيد الملف على { $limit } MB
form-fileEmpty = الملف فارغ: اختر ملفًا آخر
form-fileRead = تعذّرت قراءة الملف: اختره من جديد
form-pattern = أدخله كما يصفه السؤال
form-oneOnly = اختر خيارًا واحدًا فقط
form-shape = أرسل أجزاء الإجابة في subItem، وأي إجابة أخرى في value أو values
form-otherClient = لدى العميل { $id } شيء آخر في هذا الموضع: اتركه، أو غيّر سجل العميل نفسه
form-unknownChoice = اختر أحد الخيارات المعروضة
form-country = اختر بلدًا من القائمة
form-countryLike = اختر بلدًا من القائمة: هل تقصد { $name }؟
form-other = اكتب ما تقصده بـ«غير ذلك»
form-tooSmall = أدخل { $limit } أو أكثر
form-tooBig = أدخل { $limit } أو أقل
form-tooEarly = يجب أن يكون في { $limit } أو بعده
form-tooEarly-time = يجب أن يكون في { $limit } أو بعدها
form-tooLate = يجب أن يكون في { $limit } أو قبله
form-tooLate-time = يجب أن يكون في { $limit } أو قبلها
form-integer = أدخل عددًا صحيحًا
form-step = { $same ->
    [yes] أدخل { $lower }
   *[no] أدخل { $lower } أو { $upper }: ما بينهما غير ممكن
}
form-check = لا يمكن أن يكون هذا الرقم صحيحًا: قارن كل حرف ورقم بوثيقتك
form-mask = أدخله مثل { $example }
form-clock = أدخل وقتًا، مثل { $clock }
form-month = أدخل شهرًا وسنة، مثل 3/2026
form-consent = أجب بـ true أو اتركه
form-exclusive = لا يمكن اختيار «{ $name }» مع خيار آخر
form-tooFew = { $limit ->
    [zero] لا حاجة إلى إضافة
    [one] أضف واحدًا على الأقل
    [two] أضف اثنين على الأقل
    [few] أضف { $limit } على الأقل
    [many] أضف { $limit } على الأقل
   *[other] أضف { $limit } على الأقل
}
form-tooMany = { $limit ->
    [zero] لا يمكن إضافة شيء
    [one] يمكن إضافة واحد فقط
    [two] يمكن إضافة اثنين على الأكثر
    [few] يمكن إضافة { $limit } على الأكثر
    [many] يمكن إضافة { $limit } على الأكثر
   *[other] يمكن إضافة { $limit } على الأكثر
}
form-requireOne = أجب عن واحد منها على الأقل: { $titles }
form-notAsked = لا ينطبق هذا السؤال بعد الإجابات الأخرى: لم تُحفظ إجابته
form-fileAgain = أضف الملف من جديد: لا يُحفظ إلا مع نموذج كامل
form-fileRoom = لا مكان للملفات الآن: أحضره إلى الشباك
form-fileGone = أضف الملف من جديد: ما أُرسل لم يعد هنا

## page

page-ahead = { $count ->
    [0] أنت التالي
    [zero] أنت التالي
    [one] شخص واحد قبلك
    [two] شخصان قبلك
    [few] { $count } أشخاص قبلك
    [many] { $count } شخصًا قبلك
   *[other] { $count } شخص قبلك
}
page-delay-deskClosed = الانتظار أطول مما قلنا: أُغلق شباك أو انشغل بعمل آخر.
page-delay-putBefore = الانتظار أطول مما قلنا: كان على شخص آخر أن يسبق.
page-delay-longVisit = الانتظار أطول مما قلنا: إحدى المراجعات تطول على غير العادة.
page-wait-not-known = لا نعرف مدة الانتظار بعد.
page-no-desk = لا شباك مفتوح الآن. ترى مدة الانتظار هنا عندما يُفتح شباك.
page-called = حان دورك: تفضّل إلى { $desk }
page-called-somewhere = حان دورك
page-missed = نودي رقمك ولم تأتِ. اسأل الموظفين.
page-over = انتهت هذه المراجعة. شكرًا لك.
page-updated = آخر تحديث { $time }. تتحدث هذه الصفحة من نفسها.
page-updated-at = آخر تحديث { $time }.
page-file-send = أرسل هذا الملف
page-file-again = أرسل ملفًا آخر بدلًا منه
page-file-sent = أُرسل: { $name }
page-file-progress = أُرسل حتى الآن
page-refused = لم ينجح ذلك
page-refused-text = ارجع وحاول بعد لحظة، أو اسأل الموظفين.
page-gone = لا يوجد رقم كهذا
page-gone-ask = امسح الرمز على ورقتك من جديد، أو اسأل الموظفين.
page-held = مكانك محفوظ: سيناديك أحد الشبابيك.
page-sit = تفضّل بالجلوس. سننادي رقمك.
page-stale = لا يوجد اتصال. ما تراه من الوقت المذكور أدناه. نحاول من جديد…
page-alert = نبّهني بصوت
page-keep = أبقِ هذه الصفحة مفتوحة والشاشة مضاءة.
page-keep-sound = أبقِ هذه الصفحة مفتوحة والشاشة مضاءة؛ تُصدر صوتًا عندما يحين دورك.
page-awake = أبقِ هذه الصفحة مفتوحة: تبقى الشاشة مضاءة.
page-awake-sound = أبقِ هذه الصفحة مفتوحة: تبقى الشاشة مضاءة، وتُصدر صوتًا عندما يحين دورك.
page-start = خذ رقمًا
page-start-none = تُعطى الأرقام عند المدخل
page-start-none-text = الرمز على ورقتك يفتح صفحتها على هاتفك.
page-to-start = خدمات هذا المكتب
page-nowhere = لا شيء في هذا العنوان
page-nowhere-text = امسح الرمز على ورقتك أو على الملصق من جديد، أو اسأل الموظفين.
page-cancel = إلغاء مكاني
page-cancel-title = إلغاء مكانك؟
page-cancel-text = تغادر الدور. للعودة تحتاج إلى رقم جديد في آخر الدور.
page-cancel-yes = نعم، ألغِ مكاني
page-cancel-no = لا، احتفظ بمكاني
page-cancelled = أُلغي هذا الرقم.
page-again = خذ رقمًا جديدًا
page-closed = انتهت هذه المراجعة منذ مدة
page-closed-ask = أُغلقت صفحتها. خذ رقمًا جديدًا لمراجعة جديدة.
page-access = إمكانية الوصول
page-access-text = تتبع هذه الصفحات EN 301 549 و WCAG 2.2 AA بقدر ما تبيّنه الاختبارات الآلية. وهي تعمل بلوحة المفاتيح وبقارئ الشاشة وبالأحرف الكبيرة وبالمظهر الفاتح والداكن.
page-access-gaps = لم يُبيَّن بعد: لم يختبرها أحد ممن يستخدمون التقنيات المساعدة كل يوم.
page-access-staff = إذا لم تستطع استخدام هذه الصفحات أو الجهاز، يعطيك الموظفون رقمًا عند أحد المكاتب.
page-access-contact = أخبرنا بما لا تستطيع استخدامه: { $contact }
page-access-ask = أخبر الموظفين بما لا تستطيع استخدامه.
page-consent-title = إذن لبرنامج آخر
page-consent-asks = يطلب { $name } العمل على أدواركم بصفة «{ $role }».
page-consent-goes = إن سمحت تنتقل إلى { $address }.
page-consent-key = استخدم مفتاح مسؤول في حسابك.
page-consent-allow = السماح
page-consent-deny = عدم السماح
page-consent-wrong = ليس هذا مفتاح مسؤول ورمزه.
page-consent-unknown = هذا البرنامج غير معروف هنا، أو يريد إرسالك إلى عنوان غير مسجّل له.

## join

join-take = خذ رقمي
join-choose = اختر واحدًا
join-next = متابعة
join-more = هناك أسئلة أخرى بسبب هذه الإجابات
join-remove = إزالة: { $title }
join-open = { $count ->
    [zero] لا خيارات
    [one] خيار واحد للاختيار
    [two] اختر من خيارين
    [few] اختر من { $count } خيارات
    [many] اختر من { $count } خيارًا
   *[other] اختر من { $count } خيار
}
join-sign = وقّع في المربع بإصبعك أو بالفأرة، أو أضف صورة لتوقيعك.
join-sign-pad = مربع التوقيع
join-file = ملف حتى { $limit } MB: { $types }
join-later = أرسله لاحقًا من صفحة رقمي، أو أحضره إلى الشباك
join-code = رمز قاعة الانتظار
join-code-hint = الأرقام الأربعة على شاشة قاعة الانتظار.
join-code-missing = أدخل الرمز الظاهر على شاشة قاعة الانتظار
join-code-wrong = الرمز خاطئ أو قديم: أدخل الرمز الظاهر على الشاشة الآن
join-unknown = لا يمكن أخذ رقم هنا
join-unknown-text = لا تعطي هذه الخدمة أرقامًا بالهاتف. خذ رقمًا عند المدخل، أو اسأل الموظفين.
join-closed = هذه الخدمة مغلقة حاليًا
join-closed-text = لا تُعطى أرقام أخرى الآن. الموظفون يخبرونك متى تعود.
join-busy = يُطلب الكثير من الأرقام في وقت واحد
join-busy-text = انتظر دقيقة وحاول من جديد، أو خذ رقمًا عند المدخل.
join-many = لديك أرقام كافية
join-many-text = ألغِ أحدها في صفحته، أو انتظر حتى تُخدم. المجموعات الكبيرة تأخذ أرقامها عند المدخل.
join-refused = تعذّر أخذ الرقم
join-refused-text = ارجع وحاول من جديد، أو خذ رقمًا عند المدخل.
join-poster = خذ رقمك بهاتفك
join-poster-scan = وجّه كاميرا هاتفك إلى الرمز. الصفحة التي تُفتح تعرض مكانك. أبقها مفتوحة: يمكنها أن تُصدر صوتًا عندما يحين دورك.

## paper

paper-copy = نسخة
paper-desk = تفضّل إلى: { $desk }
paper-missing = (فيه حروف ليست في هذه الطابعة)
paper-state = { $state ->
    [printing] جارٍ الطباعة…
    [yes] خذ ورقتك.
    [unknown] خذ ورقتك، أو احتفظ بهذا الرقم.
   *[no] لا ورق: احتفظ بهذا الرقم.
}
paper-again = اطبع مرة أخرى
