# מה ש-Walkin אומר בעברית למבקרים. מה שחסר כאן נאמר באנגלית.
# Not yet read by a native speaker.

language-name = עברית

## app

app-name = Walkin
app-back = חזרה
app-close = סגירה
app-retry = ניסיון נוסף
app-quit = יציאה
app-language = שפה
app-loading = רק רגע…
app-too-small = החלון הזה קטן מדי. Walkin צריך { $columns } × { $rows }, וכאן יש { $wide } × { $high }.
app-too-small-hint = יש להגדיל את החלון או להקטין את האותיות.
app-mistake = הפעולה לא הצליחה בגלל שגיאה בתוכנה. פרטים: { $file }
app-mistake-no-file = הפעולה לא הצליחה בגלל שגיאה בתוכנה.
app-crashed = Walkin נעצר בגלל שגיאה. פרטים: { $file }
app-crashed-no-file = Walkin נעצר בגלל שגיאה. אי אפשר היה לשמור את הפרטים.

## duration

duration-short = פחות מדקה
duration-minutes = { $minutes } דק׳
duration-hours = { $hours } ש׳ { $minutes } דק׳

## answer

answer-yes = כן
answer-no = לא
answer-other = אחר: { $text }
answer-rating = { $place } מתוך { $count } ({ $name })
answer-rating-scale = { $name } (מ-{ $first } עד { $last })
answer-file-deferred = יימסר בהמשך
answer-consent = הוסכם

## wait

wait-range = כ-{ $low }–{ $high } דקות
wait-up-to = עד { $minutes } דקות
wait-over = { $minutes ->
    [60] יותר משעה
    [one] יותר מדקה
    [two] יותר מ-{ $minutes } דקות
   *[other] יותר מ-{ $minutes } דקות
}
wait-not-known = זמן ההמתנה עדיין לא ידוע
wait-no-desk = אין כרגע עמדה פתוחה
wait-server-away = אין חיבור: זמן ההמתנה אינו ידוע, אבל המקום שלכם בתור שמור

## app: keys

app-keyname-enter = Enter
app-keyname-escape = Esc
app-keyname-space = רווח
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

app-theme-office = משרד (בהיר)
app-theme-night = לילה (כהה)
app-theme-contrast = ניגודיות גבוהה
app-theme-paper = נייר (חם, בהיר)
app-theme-garden = גן (ירוק, כהה)
app-theme-problem-unreadable = אי אפשר לקרוא את קובץ העיצוב { $file }.
app-theme-problem-format = קובץ העיצוב { $file } אינו כתוב כנדרש: { $reason }.
app-theme-problem-missing = בקובץ העיצוב { $file } חסר הצבע "{ $key }".
app-theme-problem-colour = בקובץ העיצוב { $file }, "{ $value }" אינו צבע ({ $key }).
app-theme-problem-unknown = בקובץ העיצוב { $file } יש רשומה לא מוכרת "{ $key }". שאר הקובץ בשימוש.
app-theme-problem-contrast = העיצוב { $file } קשה לקריאה: הניגודיות של { $text } על { $ground } היא { $ratio }, ונדרש לפחות { $least }.
app-theme-problem-name = אין עיצוב בשם "{ $name }". Walkin משתמש ב-"{ $used }".
app-new-office = הוקם משרד חדש ב-{ $place }: לא היה שם משרד.

## display

display-serving = מקבלים שירות
display-desk = עמדה
display-number = מספר
display-waiting = ממתינים: { $count }
display-waiting-service = { $service }: { $count }
display-minutes = { $range } דק׳
display-join-code = קוד לטלפון
display-nobody = המספר שלכם יופיע כאן.
display-link-down = מתחבר מחדש… עודכן לאחרונה ב-{ $time }
display-link-never = מתחבר…
display-mistake = המסך הופעל מחדש אחרי שגיאה בתוכנה.
display-no-desk = הפריסה "desk" צריכה את ההגדרה "desk": שם העמדה שמעליה המסך תלוי.
display-too-small = גובה המספרים { $have } מ״מ; ממרחק { $seat } מ׳ נדרשים { $least } מ״מ. יש לבחור אותיות גדולות יותר במסוף או מסך גדול יותר.
display-no-sound = אין צליל: הקריאות רק מוצגות. הסיבה ביומן.
display-no-speech = אין כאן תוכנה שמדברת. יש להתקין את התוספת "speech" או את espeak-ng, או להגדיר speech_command.
display-no-voice = אין קול לשפה { $language }.

## call

call-say = מספר { $number }, נא לגשת אל { $desk }
call-say-somewhere = מספר { $number }, נא לגשת לעמדה

## desk-name

desk-name-desk = עמדה
desk-name-counter = דלפק
desk-name-window = אשנב
desk-name-room = חדר
desk-name-office = משרד

## kiosk

kiosk-welcome = ברוכים הבאים. במה אפשר לעזור?
kiosk-open = פתוח
kiosk-closed = סגור
kiosk-service-closed = סגור
kiosk-all-closed = כל השירותים סגורים כרגע.
kiosk-away = { $minutes ->
    [0] אין חיבור. אפשר יהיה לקחת מספר כשהחיבור יחזור. עד אז הצוות יעזור.
    [one] אין חיבור כבר דקה. אפשר יהיה לקחת מספר כשהחיבור יחזור. עד אז הצוות יעזור.
    [two] אין חיבור כבר שתי דקות. אפשר יהיה לקחת מספר כשהחיבור יחזור. עד אז הצוות יעזור.
   *[other] אין חיבור כבר { $minutes } דקות. אפשר יהיה לקחת מספר כשהחיבור יחזור. עד אז הצוות יעזור.
}
kiosk-offline = אין חיבור כרגע. אפשר לקחת מספר בכל זאת.
kiosk-offline-used-up = אין מספרים עד שהחיבור יחזור
kiosk-more-services = שירותים נוספים ▼
kiosk-first-services = ▲ שירותים ראשונים
kiosk-start-over = מהתחלה
kiosk-read-aloud = הקראה
kiosk-read-end = השתקה
kiosk-help = עזרה מהצוות
kiosk-appearance = Aa
kiosk-help-calling = קוראים לצוות…
kiosk-help-called = הצוות נקרא. נא להמתין כאן.
kiosk-help-coming = מישהו בדרך אליכם.
kiosk-help-away = אין חיבור: הצוות לא נקרא. נא לגשת לדלפק.
kiosk-help-lost = החיבור נותק. אם איש לא מגיע, נא לגשת לדלפק.
kiosk-waiting = { $count ->
    [0] אין ממתינים
    [one] ממתין אחד
    [two] שני ממתינים
   *[other] { $count } ממתינים
}
kiosk-progress = { $about ->
    [yes] שאלה { $number } מתוך { $count } בערך
   *[no] שאלה { $number } מתוך { $count }
}
kiosk-part = { $about ->
    [yes] חלק { $number } מתוך { $count } בערך
   *[no] חלק { $number } מתוך { $count }
}
kiosk-continue = המשך
kiosk-keyboard = מקלדת
kiosk-keyboard-hide = הסתרת המקלדת
kiosk-board-shift = Shift
kiosk-board-delete = מחיקה
kiosk-board-clear = ניקוי
kiosk-board-space = רווח
kiosk-board-line = שורה חדשה
kiosk-board-next = הבא
kiosk-problem-title = יש בעיה
kiosk-check-title = בדיקת התשובות
kiosk-answers = תשובות { $first }–{ $last }
kiosk-answers-of = תשובות { $first }–{ $last } מתוך { $count }
kiosk-change = שינוי
kiosk-not-provided = לא נמסר
kiosk-show = הצגה
kiosk-hide = הסתרה
kiosk-show-all = הצגת הכול
kiosk-brought = { $count ->
    [0] אין בקוד תשובות לטופס הזה.
    [one] תשובה אחת מולאה מהקוד.
    [two] שתי תשובות מולאו מהקוד.
   *[other] { $count } תשובות מולאו מהקוד.
}
kiosk-brought-start = הקוד נקרא. נא לבחור את השירות המבוקש.
kiosk-code-foreign = הקוד הזה אינו לעמדה הזאת. לא נבחר דבר.
kiosk-code-typed = הסורק מילא את השדה. נא לבדוק לפני שממשיכים.
kiosk-preview-result = מה שהעמדה הייתה שולחת
kiosk-preview-broken = הגרסה האחרונה של הטופס ללא שגיאות. לתיקון:
kiosk-take = לקבלת מספר
kiosk-your-number = המספר שלכם
kiosk-ahead = { $count ->
    [0] אין איש לפניכם
    [one] אדם אחד לפניכם
    [two] שני אנשים לפניכם
   *[other] { $count } אנשים לפניכם
}
kiosk-expected = המתנה צפויה: { $wait }
kiosk-issued = נלקח ב-{ $time }
kiosk-sit = נא לשבת. המספר שלכם ייקרא.
kiosk-scan = פתיחה בטלפון
kiosk-closes = הדף ייסגר { $seconds } שניות אחרי הנגיעה האחרונה.
kiosk-keep = השארה על המסך
kiosk-kept = הדף יישאר { $minutes } דקות, או עד ללחיצה על "סיום".
kiosk-done = סיום
kiosk-away-title = עדיין אי אפשר היה לקחת מספר
kiosk-away-text = דבר ממה שהקלדתם לא אבד. אין כרגע חיבור.
kiosk-away-again = העמדה ממשיכה לנסות.
kiosk-closed-title = השירות הזה נסגר הרגע
kiosk-closed-text = כרגע לא ניתנים מספרים נוספים. הצוות יאמר מתי לחזור.
kiosk-refused-title = אי אפשר היה לקחת מספר
kiosk-to-start = חזרה להתחלה
kiosk-still-title = עדיין כאן?
kiosk-still-text = { $count ->
    [one] בעוד שנייה המסך יתחיל מחדש, ומה שהוקלד יימחק.
    [two] בעוד שתי שניות המסך יתחיל מחדש, ומה שהוקלד יימחק.
   *[other] בעוד { $count } שניות המסך יתחיל מחדש, ומה שהוקלד יימחק.
}
kiosk-still-more = דרוש לי עוד זמן
kiosk-over-title = להתחיל מחדש?
kiosk-over-text = מה שהזנתם יימחק.
kiosk-over-stay = להמשיך
kiosk-leave-title = לצאת מהעמדה?
kiosk-leave-pin = קוד צוות:
kiosk-leave-wrong = הקוד שגוי.
kiosk-leave-wait = { $count ->
    [one] הקוד שגוי. אפשר לנסות שוב בעוד שנייה.
    [two] הקוד שגוי. אפשר לנסות שוב בעוד שתי שניות.
   *[other] הקוד שגוי. אפשר לנסות שוב בעוד { $count } שניות.
}
kiosk-leave-wait-minutes = הקוד שגוי. אפשר לנסות שוב בעוד { $count } דקות.
kiosk-leave-tries = { $count ->
    [one] ניסיון שגוי אחד, { $time }.
    [two] שני ניסיונות שגויים, האחרון { $time }.
   *[other] { $count } ניסיונות שגויים, האחרון { $time }.
}
kiosk-leave-clear = ניקוי
kiosk-leave-go = יציאה
kiosk-leave-stay = הישארות
kiosk-line-again = חזרה על השאלה
kiosk-line-signs = מה אפשר להקליד
kiosk-line-several = הקלידו את המספרים עם רווחים ביניהם. Enter להמשך.
kiosk-line-area = שורה ריקה מסיימת את הטקסט.

## kiosk: keys

kiosk-key-back = חזרה
kiosk-key-continue = המשך
kiosk-key-pick = בחירה
kiosk-key-next = הבא
kiosk-key-keyboard = מקלדת על המסך
kiosk-key-take = לקבלת מספר
kiosk-key-help = עזרה מהצוות
kiosk-key-done = סיום
kiosk-say-on = ההקראה פועלת. מקשי החצים מזיזים, מקש אנטר בוחר, מקש אסקייפ חוזר אחורה. F4 חוזר על הדברים, F5 משהה, F6 ו-F7 משנים את עוצמת הקול, F2 מסיים את ההקראה.
kiosk-say-off = ההקראה כבויה.
kiosk-say-button = כפתור
kiosk-say-entry = שדה טקסט
kiosk-say-empty = ריק
kiosk-say-filled = מולא, לא מוקרא בקול בלי אוזניות
kiosk-say-chosen = נבחר
kiosk-say-not-chosen = לא נבחר
kiosk-say-place = { $number } מתוך { $count }
kiosk-say-star = כוכבית
kiosk-say-deleted = { $letter } נמחק
kiosk-say-volume = עוצמת קול { $percent }
kiosk-say-headphones = האם יש לך אוזניות? אז יוקראו גם התשובות שלך.

## field

field-optional = { $title } (לא חובה)
field-day = יום
field-month = חודש
field-year = שנה
field-time = שעה
field-clear = ניקוי
field-today = היום
field-today-words = היום, ה
field-birth-words = לידה, נולד
field-other = אחר: נא לכתוב
field-chosen = { $count ->
    [0] נא לבחור את כל המתאים
    [one] נבחר אחד: { $names }
    [two] נבחרו שניים: { $names }
   *[other] נבחרו { $count }: { $names }
}
field-chosen-one = נבחר: { $name }
field-search = הקלדה לחיפוש
field-all = { $count ->
    [one] אפשרות אחת
    [two] שתי אפשרויות
   *[other] { $count } אפשרויות
}
field-matches = { $count ->
    [0] לא נמצא דבר: כדאי להקליד פחות אותיות
    [one] תוצאה אחת
    [two] שתי תוצאות
   *[other] { $count } תוצאות
}
field-up = ◂ { $name }: כל הקבוצות
field-expected-number = בספרות, כמו { $example }
field-expected-price = סכום בספרות, כמו { $example }
field-expected-website = כמו www.example.com
field-expected-date = כמו 27 3 1985
field-expected-time = כמו 27 3 1985 בשעה { $clock }
field-expected-clock = כמו { $clock }
field-expected-month = חודש ושנה, כמו 3/2026
field-expected-like = כמו { $example }
field-rating-1 = גרוע מאוד
field-rating-2 = גרוע
field-rating-3 = בסדר
field-rating-4 = טוב
field-rating-5 = טוב מאוד
field-meant = הכוונה ל-{ $address }?
field-file-desk = נא להביא לעמדה: אפשר להמשיך עכשיו בלי זה.
field-file-phone = או לשלוח בטלפון: אחרי קבלת המספר, לסרוק את הקוד שלו.
field-file-there = כבר התקבל: { $name }
field-limits-number = { $ends ->
    [same] { $low }
    [both] מ-{ $low } עד { $high }
    [low] { $low } או יותר
   *[high] { $high } או פחות
}
field-limits-date = { $ends ->
    [same] { $low }
    [both] מ-{ $low } עד { $high }
    [low] ב-{ $low } או אחריו
   *[high] ב-{ $high } או לפניו
}
field-limits-month = { $ends ->
    [same] { $low }
    [both] מ-{ $low } עד { $high }
    [low] { $low } או אחריו
   *[high] { $high } או לפניו
}
field-limits-time = { $ends ->
    [same] בשעה { $low }
    [both] מ-{ $low } עד { $high }
    [low] ב-{ $low } או אחריה
   *[high] ב-{ $high } או לפניה
}
field-limits-entries = { $ends ->
    [same] בדיוק { $low }
    [both] מ-{ $low } עד { $high }
    [low] לפחות { $low }
   *[high] עד { $high }
}
field-limits-step = בצעדים של { $step }
field-consent = הסכמה
field-code = כוונו את הטלפון אל הקוד כדי לפתוח את הדף, או רשמו את הכתובת:
field-code-large = המסך קטן מדי לקוד של הכתובת. אפשר לרשום אותה:
field-code-button = פתיחה בטלפון: { $address }
field-file-signature = חותמים בעמדה: אפשר להמשיך עכשיו בלי זה.
field-file-photo = מצטלמים בעמדה: אפשר להמשיך עכשיו בלי זה.
field-entry-add = הוספה: { $title }
field-entry-another = הוספת עוד: { $title }
field-entry-change = שינוי
field-entry-remove = הסרה
field-entry-really = להסיר באמת?
field-entry-none = עדיין לא נוסף דבר
field-entry-default = רשומה
field-key-choose = בחירה
field-key-continue = המשך

## form

form-empty = { $type ->
    [one] נא לבחור אפשרות אחת
    [many] נא לבחור אפשרות אחת או יותר
    [email] נא להזין כתובת דוא״ל
    [phone] נא להזין מספר טלפון
    [number] נא להזין מספר
    [price] נא להזין סכום
    [date] נא להזין תאריך
    [website] נא להזין כתובת אתר
    [name] נא להזין שם
    [address] נא להזין כתובת
    [file] נא לבחור קובץ
    [textarea] נא לכתוב טקסט
    [consent] נדרשת הסכמה כדי להמשיך
    [time] נא להזין שעה
    [month] נא להזין חודש
   *[input] נא להזין תשובה
}
form-about = { $thing }: { $text }
form-thing = ״{ $title }״
form-thing-name = שם
form-thing-given-name = שם פרטי
form-thing-family-name = שם משפחה
form-thing-email = כתובת דוא״ל
form-thing-tel = מספר טלפון
form-thing-address-line1 = רחוב ומספר
form-thing-address-level2 = יישוב
form-thing-postal-code = מיקוד
form-thing-country-name = מדינה
form-thing-organization = חברה
form-thing-bday = תאריך לידה
form-empty-name = נא להזין שם
form-empty-given-name = נא להזין שם פרטי
form-empty-family-name = נא להזין שם משפחה
form-empty-address-line1 = נא להזין רחוב ומספר
form-empty-address-level2 = נא להזין יישוב
form-empty-postal-code = נא להזין מיקוד
form-empty-country-name = נא לבחור מדינה
form-empty-organization = נא להזין שם חברה
form-empty-bday = נא להזין תאריך לידה
form-tooLong = { $limit ->
    [one] תו אחד לכל היותר
    [two] שני תווים לכל היותר
   *[other] { $limit } תווים לכל היותר
}
form-tooShort = { $limit ->
    [one] תו אחד לפחות
    [two] שני תווים לפחות
   *[other] { $limit } תווים לפחות
}
form-character = אותיות, ספרות וסימנים בלבד: יש כאן משהו שאי אפשר להציג
form-email = נא להזין כתובת דוא״ל, כמו name@example.com
form-phone = נא להזין מספר טלפון, כמו 020 7946 0018 או +33 1 99 00 12 34
form-phoneCountry = נא להזין מספר טלפון עם קידומת המדינה, כמו +33 1 99 00 12 34
form-phoneExtension = נא להזין מספר טלפון בלי שלוחה
form-number = נא להזין מספר בספרות, כמו 12 או 3.5
form-price = נא להזין סכום בספרות, כמו 12 או 12.50
form-pricePlaces = { $places ->
    [0] נא להזין סכום שלם, כמו 12 או 12500
    [one] נא להזין סכום עם ספרה אחת לכל היותר אחרי הנקודה ובלי הפרדת אלפים, כמו 12.5 או 12500
    [two] נא להזין סכום עם שתי ספרות לכל היותר אחרי הנקודה ובלי הפרדת אלפים, כמו 12.50 או 12500
   *[other] נא להזין סכום עם { $places } ספרות לכל היותר אחרי הנקודה ובלי הפרדת אלפים, כמו 12.50 או 12500
}
form-date = נא להזין תאריך קיים, כמו 27 3 1985
form-time = נא להזין תאריך קיים ושעה, כמו 27 3 1985 בשעה { $clock }
form-website = נא להזין כתובת אתר, כמו www.example.com
form-fileType = הקובץ צריך להיות אחד מאלה: { $types }
form-fileActive = בקובץ יש תוכנות או קבצים אחרים: נא להדפיס אותו ל-PDF חדש, או לשלוח תמונה
form-fileSize = גודל הקובץ צריך להיות { $limit } MB או פחות
form-fileEmpty = הקובץ ריק: נא לבחור קובץ אחר
form-fileRead = אי אפשר היה לקרוא את הקובץ: נא לבחור אותו שוב
form-pattern = נא להזין כפי שהשאלה מתארת
form-oneOnly = נא לבחור אפשרות אחת בלבד
form-shape = יש לשלוח את חלקי התשובה ב-subItem, וכל תשובה אחרת ב-value או ב-values
form-otherClient = ללקוח { $id } יש כאן משהו אחר: יש להשמיט, או לשנות את הרשומה של הלקוח עצמו
form-unknownChoice = נא לבחור אחת מהאפשרויות המוצעות
form-country = נא לבחור מדינה מהרשימה
form-countryLike = נא לבחור מדינה מהרשימה: הכוונה ל-{ $name }?
form-other = נא לכתוב מה הכוונה ב״אחר״
form-tooSmall = נא להזין { $limit } או יותר
form-tooBig = נא להזין { $limit } או פחות
form-tooEarly = צריך להיות ב-{ $limit } או אחריו
form-tooEarly-time = צריך להיות ב-{ $limit } או אחריה
form-tooLate = צריך להיות ב-{ $limit } או לפניו
form-tooLate-time = צריך להיות ב-{ $limit } או לפניה
form-integer = נא להזין מספר שלם
form-step = { $same ->
    [yes] נא להזין { $lower }
   *[no] נא להזין { $lower } או { $upper }: מה שביניהם אינו אפשרי
}
form-check = המספר הזה אינו יכול להיות נכון: נא להשוות כל אות וספרה למסמך
form-mask = נא להזין כמו { $example }
form-clock = נא להזין שעה, כמו { $clock }
form-month = נא להזין חודש ושנה, כמו 3/2026
form-consent = יש לענות true או להשמיט
form-exclusive = אי אפשר לבחור את ״{ $name }״ יחד עם אפשרות אחרת
form-tooFew = { $limit ->
    [one] נא להוסיף לפחות אחד
    [two] נא להוסיף לפחות שניים
   *[other] נא להוסיף לפחות { $limit }
}
form-tooMany = { $limit ->
    [one] אפשר רק אחד
    [two] אפשר שניים לכל היותר
   *[other] אפשר { $limit } לכל היותר
}
form-requireOne = נא לענות לפחות על אחת מאלה: { $titles }
form-notAsked = השאלה אינה רלוונטית אחרי התשובות האחרות: התשובה עליה לא נשמרה
form-fileAgain = נא להוסיף את הקובץ שוב: הוא נשמר רק עם טופס מלא
form-fileRoom = אין כרגע מקום לקבצים: נא להביא אותו לעמדה
form-fileGone = נא להוסיף את הקובץ שוב: הקובץ שנשלח כבר אינו כאן

## page

page-ahead = { $count ->
    [0] אתם הבאים בתור
    [one] אדם אחד לפניכם
    [two] שני אנשים לפניכם
   *[other] { $count } אנשים לפניכם
}
page-delay-deskClosed = ההמתנה ארוכה ממה שאמרנו: עמדה נסגרה או עסוקה בדבר אחר.
page-delay-putBefore = ההמתנה ארוכה ממה שאמרנו: מישהו היה צריך להקדים.
page-delay-longVisit = ההמתנה ארוכה ממה שאמרנו: ביקור אחד נמשך יותר מהרגיל.
page-wait-not-known = זמן ההמתנה עדיין לא ידוע.
page-no-desk = אין כרגע עמדה פתוחה. זמן ההמתנה יופיע כאן כשתיפתח עמדה.
page-called = הגיע תורכם: נא לגשת אל { $desk }
page-called-somewhere = הגיע תורכם
page-missed = קראו לכם ולא באתם. נא לפנות לצוות.
page-over = הביקור הזה הסתיים. תודה.
page-updated = עודכן ב-{ $time }. הדף מתעדכן מעצמו.
page-updated-at = עודכן ב-{ $time }.
page-file-send = שליחת הקובץ
page-file-again = שליחת קובץ אחר במקומו
page-file-sent = נשלח: { $name }
page-file-progress = נשלח עד כה
page-refused = זה לא הצליח
page-refused-text = נא לחזור ולנסות שוב בעוד רגע, או לפנות לצוות.
page-gone = אין מספר כזה
page-gone-ask = נא לסרוק שוב את הקוד שעל הפתק, או לפנות לצוות.
page-held = המקום שלכם נשמר: עמדה תקרא לכם.
page-sit = נא לשבת. המספר שלכם ייקרא.
page-stale = אין חיבור. מה שמוצג הוא מהשעה שלמטה. מנסים שוב…
page-alert = להודיע לי בצליל
page-keep = נא להשאיר את הדף פתוח ואת המסך דולק.
page-keep-sound = נא להשאיר את הדף פתוח ואת המסך דולק; הוא ישמיע צליל כשיגיע תורכם.
page-awake = נא להשאיר את הדף פתוח: המסך נשאר דולק.
page-awake-sound = נא להשאיר את הדף פתוח: המסך נשאר דולק, והוא ישמיע צליל כשיגיע תורכם.
page-start = לקבלת מספר
page-start-none = מספרים ניתנים בכניסה
page-start-none-text = הקוד שעל הפתק פותח את הדף שלו בטלפון.
page-to-start = השירותים של המשרד
page-nowhere = אין דבר בכתובת הזאת
page-nowhere-text = נא לסרוק שוב את הקוד שעל הפתק או על הכרזה, או לפנות לצוות.
page-cancel = ביטול המקום שלי
page-cancel-title = לבטל את המקום?
page-cancel-text = אתם יוצאים מהתור. כדי לחזור יש לקחת מספר חדש, בסוף התור.
page-cancel-yes = כן, לבטל את המקום
page-cancel-no = לא, לשמור את המקום
page-cancelled = המספר הזה בוטל.
page-again = לקחת מספר חדש
page-closed = הביקור הזה הסתיים לפני זמן מה
page-closed-ask = הדף שלו סגור. לביקור חדש יש לקחת מספר חדש.
page-access = נגישות
page-access-text = הדפים האלה פועלים לפי EN 301 549 ו-WCAG 2.2 AA, ככל שבדיקות אוטומטיות מראות. הם פועלים במקלדת, עם קורא מסך, באותיות גדולות, בבהיר ובכהה.
page-access-gaps = עדיין לא הוכח: איש מבין המשתמשים יום-יום בטכנולוגיה מסייעת לא בדק אותם.
page-access-staff = אם אי אפשר להשתמש בדפים האלה או במכשיר, הצוות נותן מספר בדלפק.
page-access-contact = ספרו לנו במה אינכם יכולים להשתמש: { $contact }
page-access-ask = ספרו לצוות במה אינכם יכולים להשתמש.
page-consent-title = הרשאה לתוכנה אחרת
page-consent-asks = { $name } מבקשת לעבוד עם התורים שלכם, בתפקיד ״{ $role }״.
page-consent-goes = אם תאשרו, תעברו אל { $address }.
page-consent-key = נא להשתמש במפתח של מנהל בחשבון שלכם.
page-consent-allow = אישור
page-consent-deny = דחייה
page-consent-wrong = אלה אינם המפתח והאסימון של מנהל.
page-consent-unknown = התוכנה הזאת אינה מוכרת כאן, או רוצה לשלוח אתכם לכתובת שאינה רשומה לה.

## join

join-take = לקבלת מספר
join-choose = נא לבחור
join-next = המשך
join-more = יש עוד שאלות בעקבות התשובות האלה
join-remove = הסרה: { $title }
join-open = { $count ->
    [one] בחירה מאפשרות אחת
    [two] בחירה משתי אפשרויות
   *[other] בחירה מ-{ $count } אפשרויות
}
join-sign = נא לחתום בתיבה באצבע או בעכבר, או להוסיף תמונה של החתימה.
join-sign-pad = תיבה לחתימה
join-file = קובץ עד { $limit } MB: { $types }
join-later = אשלח אותו אחר כך מדף המספר שלי, או אביא אותו לעמדה
join-code = הקוד של אולם ההמתנה
join-code-hint = ארבע הספרות שעל המסך באולם ההמתנה.
join-code-missing = נא להזין את הקוד שעל המסך באולם ההמתנה
join-code-wrong = הקוד שגוי או ישן: נא להזין את הקוד שעל המסך עכשיו
join-unknown = אי אפשר לקחת כאן מספר
join-unknown-text = השירות הזה אינו נותן מספרים בטלפון. נא לקחת מספר בכניסה, או לפנות לצוות.
join-closed = השירות הזה סגור כרגע
join-closed-text = כרגע לא ניתנים מספרים נוספים. הצוות יאמר מתי לחזור.
join-busy = יותר מדי מספרים נלקחים בבת אחת
join-busy-text = נא להמתין דקה ולנסות שוב, או לקחת מספר בכניסה.
join-many = יש לכם די מספרים
join-many-text = נא לבטל אחד מהם בדף שלו, או להמתין עד שאחד יטופל. קבוצות גדולות לוקחות מספרים בכניסה.
join-refused = אי אפשר היה לקחת מספר
join-refused-text = נא לחזור ולנסות שוב, או לקחת מספר בכניסה.
join-poster = לקחת מספר בטלפון
join-poster-scan = כוונו את מצלמת הטלפון אל הקוד. הדף שייפתח מראה את מקומכם. השאירו אותו פתוח: הוא יכול להשמיע צליל כשיגיע תורכם.

## paper

paper-copy = העתק
paper-desk = נא לגשת אל: { $desk }
paper-missing = (עם אותיות שאין במדפסת הזאת)
paper-state = { $state ->
    [printing] מדפיס…
    [yes] נא לקחת את הפתק.
    [unknown] נא לקחת את הפתק, או לזכור את המספר.
   *[no] אין נייר: נא לזכור את המספר.
}
paper-again = הדפסה נוספת
