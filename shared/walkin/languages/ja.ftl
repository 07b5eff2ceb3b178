# このファイルには、Walkin の日本語の文が入っています。
#
# Not yet read by a native speaker.
#
# 編集するには：「=」の右側の文だけを変えてください。左側の名前と、{ $count } のような波かっこの中はそのまま
# 残します。そこには Walkin が数や名前を入れます。空白で始まる行は、前の行の続きになります。UTF-8 で保存し、
# Walkin を起動し直してください。
#
# ここにあるのは、来庁者や来店者が見る文だけです。職員向けの文は英語で表示されます。
#
# 書き方：やさしい言葉、短い文、次に何をすればよいかを伝える。
#
# 用語：ticket = 番号札、service = ご用件、desk = 窓口、kiosk = 受付機、display = 案内画面、call = お呼び出し、
# wait = 待ち時間、staff = 係員。

language-name = 日本語

## app: すべての画面に共通

app-name = Walkin
app-back = 戻る
app-close = 閉じる
app-retry = もう一度試す
app-quit = 終了
app-language = 言語
app-loading = お待ちください…
app-too-small = この画面は小さすぎます。Walkin には { $columns } × { $rows } が必要ですが、{ $wide } × { $high } しかありません。
app-too-small-hint = ウィンドウを大きくするか、文字を小さくしてください。
app-mistake = プログラムのエラーのため、できませんでした。詳細：{ $file }
app-mistake-no-file = プログラムのエラーのため、できませんでした。
app-crashed = エラーのため Walkin は停止しました。詳細：{ $file }
app-crashed-no-file = エラーのため Walkin は停止しました。詳細は保存できませんでした。

## duration: かかった時間

duration-short = 1分未満
duration-minutes = { $minutes }分
duration-hours = { $hours }時間{ $minutes }分

## answer: フォームの回答

answer-yes = はい
answer-no = いいえ
answer-other = その他：{ $text }
answer-rating = { $count }段階の{ $place }（{ $name }）
answer-rating-scale = { $name }（{ $first }～{ $last }）
answer-file-deferred = 後で提出
answer-consent = 同意済み

## wait: 待ち時間の目安（分）

wait-range = 約{ $low }～{ $high }分
wait-up-to = { $minutes }分以内
wait-over = { $minutes ->
    [60] 1時間以上
   *[other] { $minutes }分以上
}
wait-not-known = 待ち時間はまだ不明です
wait-no-desk = 開いている窓口がありません
wait-server-away = 接続されていないため待ち時間はわかりませんが、順番は確保されています

## app: キーの名前

app-keyname-enter = Enter
app-keyname-escape = Esc
app-keyname-space = Space
app-keyname-tab = Tab
app-keyname-backspace = Backspace
app-keyname-delete = Delete
app-keyname-insert = Insert
app-keyname-home = Home
app-keyname-end = End
app-keyname-pageup = PgUp
app-keyname-pagedown = PgDn
app-keyname-ctrl = Ctrl
app-keyname-shift = Shift
app-keyname-alt = Alt

## app: Walkin のテーマ

app-theme-office = オフィス（明）
app-theme-night = 夜（暗）
app-theme-contrast = ハイコントラスト
app-theme-paper = 紙（暖色・明）
app-theme-garden = 庭（緑・暗）

## app: テーマのファイルの問題

app-theme-problem-unreadable = テーマのファイル { $file } を読めません。
app-theme-problem-format = テーマのファイル { $file } の書き方が正しくありません：{ $reason }。
app-theme-problem-missing = テーマのファイル { $file } に色「{ $key }」がありません。
app-theme-problem-colour = テーマのファイル { $file } の「{ $value }」は色ではありません（{ $key }）。
app-theme-problem-unknown = テーマのファイル { $file } に不明な項目「{ $key }」があります。残りは使われます。
app-theme-problem-contrast = テーマ { $file } は読みにくい配色です：{ $ground } の上の { $text } のコントラストは { $ratio } で、{ $least } 以上が必要です。
app-theme-problem-name = 「{ $name }」というテーマはありません。「{ $used }」を使います。
app-new-office = { $place } に新しく用意しました：まだ何もありませんでした。

## display: 待合室

display-serving = ご案内中
display-desk = 窓口
display-number = 番号
display-waiting = お待ちの方：{ $count }
display-waiting-service = { $service }：{ $count }
display-minutes = { $range }分
display-join-code = スマホ用コード
display-nobody = お呼び出しの番号がここに出ます。
display-link-down = 再接続中… 最終更新 { $time }
display-link-never = 接続中…
display-mistake = プログラムのエラーのため、画面を再起動しました。
display-no-desk = 「desk」の表示には設定「desk」が必要です：この画面の下にある窓口の名前です。
display-too-small = 番号の高さは { $have } mm ですが、{ $seat } m から読むには { $least } mm 以上必要です。端末の文字を大きくするか、大きな画面を使ってください。
display-no-sound = 音が出ません：お呼び出しは表示だけになります。理由はログにあります。
display-no-speech = 読み上げるプログラムがありません。追加機能「speech」か espeak-ng を入れるか、speech_command を設定してください。
display-no-voice = { $language } の音声がありません。

## call: お呼び出し（画面と音声）

call-say = 番号札 { $number } の方、{ $desk } へお越しください
call-say-somewhere = 番号札 { $number } の方、窓口へお越しください

## desk-name: 「窓口 2」のような名前に使う言葉

desk-name-desk = 窓口
desk-name-counter = カウンター
desk-name-window = 窓口
desk-name-room = 部屋
desk-name-office = 事務室

## kiosk: 来られた方が読む文

kiosk-welcome = ようこそ。ご用件をお選びください。
kiosk-open = 受付中
kiosk-closed = 受付終了
kiosk-service-closed = 受付終了
kiosk-all-closed = ただいま、どの受付も行っていません。
kiosk-away = { $minutes ->
    [0] 接続が切れています。つながりしだい番号札をお取りいただけます。それまでは係員がご案内します。
   *[other] { $minutes }分前から接続が切れています。つながりしだい番号札をお取りいただけます。それまでは係員がご案内します。
}
kiosk-offline = 現在、接続されていません。番号札は取ることができます。
kiosk-offline-used-up = 接続が戻るまで番号札はありません
kiosk-more-services = ほかのご用件 ▼
kiosk-first-services = ▲ 最初のご用件
kiosk-start-over = 最初に戻る
kiosk-read-aloud = 読み上げ
kiosk-read-end = 音声オフ
kiosk-help = 係員を呼ぶ
kiosk-appearance = Aa
kiosk-help-calling = 係員を呼んでいます…
kiosk-help-called = 係員を呼びました。ここでお待ちください。
kiosk-help-coming = 係員がまいります。
kiosk-help-away = 接続がないため、係員を呼べませんでした。窓口へお越しください。
kiosk-help-lost = 接続が切れました。係員が来ないときは、窓口へお越しください。
kiosk-waiting = { $count ->
    [0] 待ちなし
   *[other] { $count }人待ち
}

kiosk-progress = { $about ->
    [yes] 質問 { $number }／約{ $count }
   *[no] 質問 { $number }／{ $count }
}
kiosk-part = { $about ->
    [yes] 部分 { $number }／約{ $count }
   *[no] 部分 { $number }／{ $count }
}
kiosk-continue = 次へ
kiosk-keyboard = キーボード
kiosk-keyboard-hide = キーボードを隠す
kiosk-board-shift = Shift
kiosk-board-delete = 削除
kiosk-board-clear = 全消去
kiosk-board-space = 空白
kiosk-board-line = 改行
kiosk-board-next = 次の欄
kiosk-problem-title = 訂正が必要です

kiosk-check-title = 内容をご確認ください
kiosk-answers = 回答 { $first }～{ $last }
kiosk-answers-of = 回答 { $first }～{ $last }／{ $count }
kiosk-change = 変更
kiosk-not-provided = 未記入
kiosk-show = 表示
kiosk-hide = 隠す
kiosk-show-all = すべて表示
kiosk-brought = { $count ->
    [0] このコードには、このフォームの回答がありません。
   *[other] コードから{ $count }件の回答を入力しました。
}
kiosk-brought-start = コードを読み取りました。ご用件をお選びください。
kiosk-code-foreign = このコードは、この受付機用ではありません。何も選ばれていません。
kiosk-code-typed = 読み取り機が入力しました。進む前にご確認ください。
kiosk-preview-result = 受付機が送る内容
kiosk-preview-broken = 誤りのない最新のフォームです。訂正が必要な点：
kiosk-take = 番号札を取る

kiosk-your-number = あなたの番号
kiosk-ahead = { $count ->
    [0] 前にお待ちの方はいません
   *[other] 前に{ $count }人お待ちです
}
kiosk-expected = 待ち時間の目安：{ $wait }
kiosk-issued = 受付 { $time }
kiosk-sit = おかけになってお待ちください。番号でお呼びします。
kiosk-scan = スマホで開く
kiosk-closes = この画面は、最後に触れてから{ $seconds }秒で閉じます。
kiosk-keep = 表示を続ける
kiosk-kept = この画面は{ $minutes }分間、または「完了」を押すまで表示されます。
kiosk-done = 完了

kiosk-away-title = まだ番号札をお取りできません
kiosk-away-text = 入力された内容は残っています。ただいま接続がありません。
kiosk-away-again = 受付機が接続を試しています。
kiosk-closed-title = この受付は、たった今終了しました
kiosk-closed-text = ただいま番号札を発行していません。次の受付時間は係員にお尋ねください。
kiosk-refused-title = 番号札をお取りできませんでした
kiosk-to-start = 最初の画面へ

kiosk-still-title = ご利用中ですか？
kiosk-still-text = あと{ $count }秒で最初の画面に戻り、入力された内容は消去されます。
kiosk-still-more = もっと時間が必要です

kiosk-over-title = 最初に戻りますか？
kiosk-over-text = 入力された内容は消去されます。
kiosk-over-stay = 続ける
kiosk-leave-title = 受付機を終了しますか？
kiosk-leave-pin = 係員の暗証番号：
kiosk-leave-wrong = 暗証番号が違います。
kiosk-leave-wait = 暗証番号が違います。{ $count }秒後にもう一度お試しください。
kiosk-leave-wait-minutes = 暗証番号が違います。{ $count }分後にもう一度お試しください。
kiosk-leave-tries = 誤入力{ $count }回、最後は{ $time }。
kiosk-leave-clear = 消去
kiosk-leave-go = 終了
kiosk-leave-stay = 戻る
kiosk-line-again = もう一度
kiosk-line-signs = 入力できるもの
kiosk-line-several = 番号を空白で区切って入力してください。Enter で進みます。
kiosk-line-area = 空の行で文章が終わります。

## kiosk: キーのはたらき（できるだけ短く）

kiosk-key-back = 戻る
kiosk-key-continue = 次へ
kiosk-key-pick = 選ぶ
kiosk-key-next = 移動
kiosk-key-keyboard = 画面のキーボード
kiosk-key-take = 番号札を取る
kiosk-key-help = 係員を呼ぶ
kiosk-key-done = 完了
kiosk-say-on = 読み上げを始めます。矢印キーで移動、Enter キーで選択、Escape キーで戻ります。F4 でもう一度、F5 で一時停止、F6 と F7 で音量を変え、F2 で読み上げを終わります。
kiosk-say-off = 読み上げを終わりました。
kiosk-say-button = ボタン
kiosk-say-entry = 入力欄
kiosk-say-empty = 空欄
kiosk-say-filled = 入力済み、ヘッドホンがないときは読み上げません
kiosk-say-chosen = 選択中
kiosk-say-not-chosen = 未選択
kiosk-say-place = { $count } のうち { $number }
kiosk-say-star = アスタリスク
kiosk-say-deleted = { $letter } を削除
kiosk-say-volume = 音量 { $percent }
kiosk-say-headphones = ヘッドホンを使っていますか。使うときは回答も読み上げます。

## field: フォームの欄

field-optional = { $title }（任意）
field-day = 日
field-month = 月
field-year = 年
field-time = 時刻
field-clear = 消去
field-today = 今日
# 日付の代わりに入力できる言葉（コンマで区切る）
field-today-words = 今日, 本日
field-birth-words = 生年月日, 誕生
field-other = その他：ご記入ください
field-chosen = { $count ->
    [0] 当てはまるものをすべて選ぶ
   *[other] { $count }件選択：{ $names }
}
field-chosen-one = 選択：{ $name }
field-search = 入力して検索
field-all = 全{ $count }件
field-matches = { $count ->
    [0] 見つかりません：文字を減らしてください
   *[other] { $count }件
}
field-up = ◂ { $name }：すべてのグループ
field-expected-number = 数字で、例：{ $example }
field-expected-price = 金額を数字で、例：{ $example }
field-expected-website = 例：www.example.com
field-expected-date = 例：1985 3 27
field-expected-time = 例：1985 3 27、{ $clock }
field-expected-clock = 例：{ $clock }
field-expected-month = 年と月、例：2026/3
field-expected-like = 例：{ $example }
field-rating-1 = とても悪い
field-rating-2 = 悪い
field-rating-3 = ふつう
field-rating-4 = 良い
field-rating-5 = とても良い
field-meant = { $address } でしょうか？
field-file-desk = 窓口にお持ちください。今はなくても進めます。
field-file-phone = または、番号札を取った後、そのコードをスマホで読み取って送れます。
field-file-there = 受け取り済み：{ $name }
field-limits-number = { $ends ->
    [same] { $low }
    [both] { $low }～{ $high }
    [low] { $low } 以上
   *[high] { $high } 以下
}
field-limits-date = { $ends ->
    [same] { $low }
    [both] { $low }～{ $high }
    [low] { $low }以降
   *[high] { $high }まで
}
field-limits-month = { $ends ->
    [same] { $low }
    [both] { $low }～{ $high }
    [low] { $low }以降
   *[high] { $high }まで
}
field-limits-time = { $ends ->
    [same] { $low }
    [both] { $low }～{ $high }
    [low] { $low }以降
   *[high] { $high }まで
}
field-limits-entries = { $ends ->
    [same] { $low }件
    [both] { $low }～{ $high }件
    [low] { $low }件以上
   *[high] { $high }件まで
}
field-limits-step = { $step } きざみ
field-consent = 同意します
field-code = スマホでコードを読み取ってページを開くか、アドレスを控えてください：
field-code-large = 画面が小さいためコードを表示できません。アドレスを控えてください：
field-code-button = スマホで開く：{ $address }
field-file-signature = ご署名は窓口でいただきます。今はそのまま進めます。
field-file-photo = 写真は窓口で撮影します。今はそのまま進めます。
field-entry-add = 追加：{ $title }
field-entry-another = さらに追加：{ $title }
field-entry-change = 変更
field-entry-remove = 削除
field-entry-really = 本当に削除しますか？
field-entry-none = まだ何も追加されていません
field-entry-default = 項目
field-key-choose = 選ぶ
field-key-continue = 次へ

## form: 回答の訂正（受付機と API）

form-empty = { $type ->
    [one] 1つ選んでください
    [many] 1つ以上選んでください
    [email] メールアドレスを入力してください
    [phone] 電話番号を入力してください
    [number] 数を入力してください
    [price] 金額を入力してください
    [date] 日付を入力してください
    [website] ウェブサイトのアドレスを入力してください
    [name] お名前を入力してください
    [address] 住所を入力してください
    [file] ファイルを選んでください
    [textarea] 文章を入力してください
    [consent] 進むには同意が必要です
    [time] 時刻を入力してください
    [month] 月を入力してください
   *[input] 回答を入力してください
}
form-about = { $thing }：{ $text }
form-thing = 「{ $title }」
form-thing-name = お名前
form-thing-given-name = 名
form-thing-family-name = 姓
form-thing-email = メールアドレス
form-thing-tel = 電話番号
form-thing-address-line1 = 町名と番地
form-thing-address-level2 = 市区町村
form-thing-postal-code = 郵便番号
form-thing-country-name = 国
form-thing-organization = 会社
form-thing-bday = 生年月日
form-empty-name = お名前を入力してください
form-empty-given-name = 名を入力してください
form-empty-family-name = 姓を入力してください
form-empty-address-line1 = 町名と番地を入力してください
form-empty-address-level2 = 市区町村を入力してください
form-empty-postal-code = 郵便番号を入力してください
form-empty-country-name = 国を選んでください
form-empty-organization = 会社名を入力してください
form-empty-bday = 生年月日を入力してください
form-tooLong = { $limit }文字以内で入力してください
form-tooShort = { $limit }文字以上入力してください
form-character = 表示できないものが含まれています：文字、数字、記号だけを使ってください
form-email = メールアドレスを入力してください。例：name@example.com
form-phone = 電話番号を入力してください。例：03-0000-0018 または +33 1 99 00 12 34
form-phoneCountry = 国番号を付けた電話番号を入力してください。例：+33 1 99 00 12 34
form-phoneExtension = 内線番号を除いた電話番号を入力してください
form-number = 数字で入力してください。例：12 または 3.5
form-price = 金額を数字で入力してください。例：12 または 12.50
form-pricePlaces = { $places ->
        [0] 小数のない金額を入力してください。例：12 または 12500
       *[other] 小数点以下{ $places }桁まで、桁区切りなしの金額を入力してください。例：12.50 または 12500
    }
form-date = 正しい日付を入力してください。例：1985 3 27
form-time = 正しい日付と時刻を入力してください。例：1985 3 27、{ $clock }
form-website = ウェブサイトのアドレスを入力してください。例：www.example.com
form-fileType = 次のいずれかの形式のファイルにしてください：{ $types }
form-fileActive = プログラムやほかのファイルが含まれています：新しい PDF に印刷するか、写真を送ってください
form-fileSize = ファイルは { $limit } MB 以内にしてください
form-fileEmpty = ファイルが空です：別のファイルを選んでください
form-fileRead = ファイルを読めませんでした：もう一度選んでください
form-pattern = 質問にある書き方で入力してください
form-oneOnly = 1つだけ選んでください
form-shape = 回答の部分は subItem に、ほかの回答は value か values に入れて送ってください
form-otherClient = お客様 { $id } のこの欄は内容が異なります：省くか、お客様の記録そのものを変更してください
form-unknownChoice = 示された中から選んでください
form-country = 一覧から国を選んでください
form-countryLike = 一覧から国を選んでください：{ $name } でしょうか？
form-other = 「その他」の内容を記入してください
form-tooSmall = { $limit } 以上を入力してください
form-tooBig = { $limit } 以下を入力してください
form-tooEarly = { $limit }以降にしてください
form-tooEarly-time = { $limit }以降にしてください
form-tooLate = { $limit }までにしてください
form-tooLate-time = { $limit }までにしてください
form-integer = 整数を入力してください
form-step = { $same ->
    [yes] { $lower } を入力してください
   *[no] { $lower } か { $upper } を入力してください：その間の値は使えません
}
form-check = この番号は正しくないようです：証明書などの文字と数字を1つずつお確かめください
form-mask = { $example } のように入力してください
form-clock = 時刻を入力してください。例：{ $clock }
form-month = 年と月を入力してください。例：2026/3
form-consent = true と答えるか、省いてください
form-exclusive = 「{ $name }」は、ほかのものと一緒に選べません
form-tooFew = { $limit }件以上追加してください
form-tooMany = { $limit }件までにしてください
form-requireOne = 次のうち1つ以上に答えてください：{ $titles }
form-notAsked = ほかの回答により、この質問は不要です：その回答は保存されていません

## page: 番号札の QR コードで開くページ

page-ahead = { $count ->
    [0] 次があなたの番です
   *[other] 前に{ $count }人お待ちです
}
page-delay-deskClosed = お待ちいただく時間が長くなっています：窓口の1つが閉まったか、別の対応をしています。
page-delay-putBefore = お待ちいただく時間が長くなっています：先にご案内する方がいます。
page-delay-longVisit = お待ちいただく時間が長くなっています：対応が長引いている方がいます。
page-wait-not-known = 待ち時間はまだ分かりません。
page-no-desk = ただいま開いている窓口がありません。窓口が開きしだい、ここに待ち時間が出ます。
page-called = あなたの番です：{ $desk } へお越しください
page-called-somewhere = あなたの番です
page-missed = お呼びしましたが、いらっしゃいませんでした。係員にお尋ねください。
page-over = ご用件は終了しました。ありがとうございました。
page-updated = { $time } 更新。このページは自動で更新されます。
page-updated-at = { $time } 更新。
page-file-send = このファイルを送る
page-file-again = 代わりに別のファイルを送る
page-file-sent = 送信済み：{ $name }
page-file-progress = ここまで送信済み
page-refused = できませんでした
page-refused-text = 前のページに戻って少し後でお試しいただくか、係員にお尋ねください。
page-gone = この番号札はありません
page-gone-ask = 番号札のコードをもう一度読み取るか、係員にお尋ねください。

page-held = 順番は確保されています：窓口からお呼びします。
page-sit = おかけになってお待ちください。番号でお呼びします。
page-stale = 接続がありません。表示は下の時刻のものです。再接続しています…
page-alert = 音で知らせる
page-keep = このページを開き、画面をつけたままにしてください。
page-keep-sound = このページを開き、画面をつけたままにしてください。順番になると音が鳴ります。
page-awake = このページを開いたままにしてください：画面は消えません。
page-awake-sound = このページを開いたままにしてください：画面は消えず、順番になると音が鳴ります。
page-start = 番号札を取る
page-start-none = 番号札は入口でお取りください
page-start-none-text = 番号札のコードを読み取ると、スマホでそのページが開きます。
page-to-start = ご用件の一覧
page-nowhere = このアドレスには何もありません
page-nowhere-text = 番号札かポスターのコードをもう一度読み取るか、係員にお尋ねください。
page-cancel = 順番を取り消す
page-cancel-title = 順番を取り消しますか？
page-cancel-text = 列から外れます。もう一度並ぶには新しい番号札が必要で、列の最後になります。
page-cancel-yes = はい、取り消します
page-cancel-no = いいえ、そのまま待ちます
page-cancelled = この番号札は取り消されました。
page-again = 新しい番号札を取る
page-closed = このご用件は終了しています
page-closed-ask = ページは閉じられました。新しいご用件には、新しい番号札をお取りください。
page-access = アクセシビリティ
page-access-text = 自動テストで分かる限り、これらのページは EN 301 549 と WCAG 2.2 AA に沿っています。キーボード、画面読み上げ、大きな文字、明るい表示と暗い表示で使えます。
page-access-gaps = まだ示されていないこと：支援技術を毎日使う方による試験は行われていません。
page-access-staff = これらのページや発券機を使えない場合は、係員が窓口で番号をお渡しします。
page-access-contact = 使えないものをお知らせください：{ $contact }
page-access-ask = 使えないものを係員にお知らせください。

## paper: 紙の番号札とプリンター

paper-copy = 控え
paper-desk = 行き先：{ $desk }
paper-missing = （このプリンターにない文字があります）
paper-state = { $state ->
    [printing] 印刷中…
    [yes] 紙をお取りください。
    [unknown] 紙を取るか、番号をお控えください。
   *[no] 紙は出ません：番号をお控えください。
}
paper-again = もう一度印刷
paper-trouble = { $trouble ->
    [noPaper] 用紙切れ
    [paperLow] 用紙が残りわずか
    [coverOpen] カバーが開いている
    [cutter] カッターの詰まり
    [offline] オフライン
    [noAnswer] 応答なし：電源が切れているか未接続
   *[error] エラー
}

## join: ポスターのコードからスマホで番号札を取る

join-take = 番号札を取る
join-choose = お選びください
join-next = 次へ
join-more = 回答により、質問が増えました
join-remove = 削除：{ $title }
join-open = { $count }件から選ぶ
join-sign = 枠の中に指かマウスで署名するか、署名の画像を追加してください。
join-sign-pad = 署名の枠
join-file = { $limit } MB までのファイル：{ $types }
join-later = 後で番号札のページから送るか、窓口に持参します
join-code = 待合室のコード
join-code-hint = 待合室の画面にある4けたの数字です。
join-code-missing = 待合室の画面にあるコードを入力してください
join-code-wrong = コードが違うか、古くなっています：今、画面にあるものを入力してください
join-unknown = ここでは番号札をお取りできません
join-unknown-text = このご用件の番号札はスマホではお取りできません。入口でお取りいただくか、係員にお尋ねください。
join-closed = この受付は、ただいま行っていません
join-closed-text = ただいま番号札を発行していません。次の受付時間は係員にお尋ねください。
join-busy = 番号札の申し込みが集中しています
join-busy-text = 1分ほど待ってからお試しいただくか、入口で番号札をお取りください。
join-many = すでに番号札をお持ちです
join-many-text = ページで1枚を取り消すか、1枚のご用件が終わるまでお待ちください。大人数の場合は入口でお取りください。
join-refused = 番号札をお取りできませんでした
join-refused-text = 前のページに戻ってお試しいただくか、入口で番号札をお取りください。
join-poster = スマホで番号札をお取りください
join-poster-scan = スマホのカメラでコードを読み取ってください。開いたページに順番が出ます。開いたままにすると、順番になったときに音でお知らせできます。

form-fileAgain = ファイルをもう一度追加してください：フォームがすべて記入されたときだけ保存されます
form-fileRoom = 今はファイルを受け取れません：窓口にお持ちください
form-fileGone = ファイルをもう一度追加してください：送られたものは残っていません
page-consent-title = ほかのプログラムへの許可
page-consent-asks = { $name } が、役割「{ $role }」での受付の操作を求めています。
page-consent-goes = 許可すると { $address } へ進みます。
page-consent-key = 管理者のキーを使ってください。
page-consent-allow = 許可する
page-consent-deny = 許可しない
page-consent-wrong = 管理者のキーとトークンではありません。
page-consent-unknown = このプログラムは登録されていないか、登録と異なるアドレスへ送ろうとしています。
