# Walkin 用中文对访客说的话。此处没有的文字用英语。
# Not yet read by a native speaker.

language-name = 简体中文

## app

app-name = Walkin
app-back = 返回
app-close = 关闭
app-retry = 重试
app-quit = 退出
app-language = 语言
app-loading = 请稍候…
app-too-small = 窗口太小。Walkin 需要 { $columns } × { $rows }，现在是 { $wide } × { $high }。
app-too-small-hint = 请放大窗口或缩小字体。
app-mistake = 由于程序错误，操作未完成。详情：{ $file }
app-mistake-no-file = 由于程序错误，操作未完成。
app-crashed = Walkin 因错误而停止。详情：{ $file }
app-crashed-no-file = Walkin 因错误而停止。详情未能保存。

## duration

duration-short = 不到 1 分钟
duration-minutes = { $minutes } 分钟
duration-hours = { $hours } 小时 { $minutes } 分钟

## answer

answer-yes = 是
answer-no = 否
answer-other = 其他：{ $text }
answer-rating = { $place } / { $count }（{ $name }）
answer-rating-scale = { $name }（{ $first } 到 { $last }）
answer-file-deferred = 稍后提交
answer-consent = 已同意

## wait

wait-range = 约 { $low }–{ $high } 分钟
wait-up-to = 最多 { $minutes } 分钟
wait-over = { $minutes ->
    [60] 一小时以上
   *[other] { $minutes } 分钟以上
}
wait-not-known = 等待时间尚不清楚
wait-no-desk = 现在没有窗口开放
wait-server-away = 没有连接：等候时间未知，但您的位置已保留

## app: keys

app-keyname-enter = Enter
app-keyname-escape = Esc
app-keyname-space = 空格
app-keyname-tab = Tab
app-keyname-backspace = 退格
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

app-theme-office = 办公（浅色）
app-theme-night = 夜间（深色）
app-theme-contrast = 高对比度
app-theme-paper = 纸张（暖色，浅色）
app-theme-garden = 花园（绿色，深色）
app-theme-problem-unreadable = 无法读取主题文件 { $file }。
app-theme-problem-format = 主题文件 { $file } 的格式不正确：{ $reason }。
app-theme-problem-missing = 主题文件 { $file } 缺少颜色“{ $key }”。
app-theme-problem-colour = 主题文件 { $file } 中的“{ $value }”不是颜色（{ $key }）。
app-theme-problem-unknown = 主题文件 { $file } 中有未知项“{ $key }”。其余部分有效。
app-theme-problem-contrast = 主题 { $file } 难以辨认：{ $text } 在 { $ground } 上的对比度是 { $ratio }，至少需要 { $least }。
app-theme-problem-name = 没有名为“{ $name }”的主题。Walkin 使用“{ $used }”。
app-new-office = 已在 { $place } 新建办公处：原来没有。

## display

display-serving = 正在办理
display-desk = 窗口
display-number = 号码
display-waiting = 等候：{ $count }
display-waiting-service = { $service }：{ $count }
display-minutes = { $range } 分钟
display-join-code = 手机取号码
display-nobody = 您的号码将显示在这里。
display-link-down = 正在重新连接… 上次更新 { $time }
display-link-never = 正在连接…
display-mistake = 程序出错后，显示屏已重新启动。
display-no-desk = 布局“desk”需要设置“desk”：显示屏下方窗口的名称。
display-too-small = 数字高 { $have } 毫米；从 { $seat } 米处看应为 { $least } 毫米。请在终端中选择更大的字体，或使用更大的屏幕。
display-no-sound = 没有声音：叫号只显示。原因见日志。
display-no-speech = 这里没有语音程序。请安装附加组件“speech”或 espeak-ng，或设置 speech_command。
display-no-voice = 没有语言 { $language } 的语音。

## call

call-say = 请 { $number } 号到 { $desk }
call-say-somewhere = 请 { $number } 号到窗口

## desk-name

desk-name-desk = 窗口
desk-name-counter = 柜台
desk-name-window = 窗口
desk-name-room = 房间
desk-name-office = 办公室

## kiosk

kiosk-welcome = 欢迎。您要办理什么业务？
kiosk-open = 营业中
kiosk-closed = 已关闭
kiosk-service-closed = 已关闭
kiosk-all-closed = 目前所有业务都已关闭。
kiosk-away = { $minutes ->
    [0] 没有连接。连接恢复后即可取号。在此之前工作人员可以帮助您。
   *[other] 已断开连接 { $minutes } 分钟。连接恢复后即可取号。在此之前工作人员可以帮助您。
}
kiosk-offline = 目前没有连接。您仍然可以取号。
kiosk-offline-used-up = 连接恢复前无法取号
kiosk-more-services = 更多业务 ▼
kiosk-first-services = ▲ 前面的业务
kiosk-start-over = 重新开始
kiosk-read-aloud = 朗读
kiosk-read-end = 停止朗读
kiosk-help = 请工作人员帮助
kiosk-appearance = Aa
kiosk-help-calling = 正在呼叫工作人员…
kiosk-help-called = 已呼叫工作人员。请在此等候。
kiosk-help-coming = 工作人员正在过来。
kiosk-help-away = 没有连接：未能呼叫工作人员。请到柜台。
kiosk-help-lost = 连接中断。如果没有人来，请到柜台。
kiosk-waiting = { $count ->
    [0] 无人等候
   *[other] { $count } 人等候
}
kiosk-progress = { $about ->
    [yes] 第 { $number } 题，共约 { $count } 题
   *[no] 第 { $number } 题，共 { $count } 题
}
kiosk-part = { $about ->
    [yes] 第 { $number } 部分，共约 { $count } 部分
   *[no] 第 { $number } 部分，共 { $count } 部分
}
kiosk-continue = 继续
kiosk-keyboard = 键盘
kiosk-keyboard-hide = 隐藏键盘
kiosk-board-shift = Shift
kiosk-board-delete = 删除
kiosk-board-clear = 清除
kiosk-board-space = 空格
kiosk-board-line = 换行
kiosk-board-next = 下一个
kiosk-problem-title = 有一个问题
kiosk-check-title = 请核对您的回答
kiosk-answers = 回答 { $first }–{ $last }
kiosk-answers-of = 回答 { $first }–{ $last }，共 { $count }
kiosk-change = 更改
kiosk-not-provided = 未填写
kiosk-show = 显示
kiosk-hide = 隐藏
kiosk-show-all = 全部显示
kiosk-brought = { $count ->
    [0] 此码中没有本表格的回答。
   *[other] 已从码中填入 { $count } 个回答。
}
kiosk-brought-start = 已读取此码。请选择您要办理的业务。
kiosk-code-foreign = 此码不适用于本机。未作任何选择。
kiosk-code-typed = 这是扫描器填入的。请核对后再继续。
kiosk-preview-result = 本机将发送的内容
kiosk-preview-broken = 这是表格最后一个无误的版本。需更正：
kiosk-take = 取号
kiosk-your-number = 您的号码
kiosk-ahead = { $count ->
    [0] 您前面没有人
   *[other] 您前面有 { $count } 人
}
kiosk-expected = 预计等待：{ $wait }
kiosk-issued = 取号时间 { $time }
kiosk-sit = 请就座。会叫您的号码。
kiosk-scan = 在手机上打开
kiosk-closes = 最后一次触摸 { $seconds } 秒后本页关闭。
kiosk-keep = 保留页面
kiosk-kept = 本页保留 { $minutes } 分钟，或直到您按“完成”。
kiosk-done = 完成
kiosk-away-title = 暂时无法取号
kiosk-away-text = 您输入的内容没有丢失。目前没有连接。
kiosk-away-again = 本机会继续尝试。
kiosk-closed-title = 此业务刚刚关闭
kiosk-closed-text = 目前不再发号。工作人员可以告诉您何时再来。
kiosk-refused-title = 未能取号
kiosk-to-start = 返回首页
kiosk-still-title = 您还在吗？
kiosk-still-text = { $count } 秒后屏幕将重新开始，您输入的内容会被删除。
kiosk-still-more = 我需要更多时间
kiosk-over-title = 重新开始吗？
kiosk-over-text = 您输入的内容会被删除。
kiosk-over-stay = 继续填写
kiosk-leave-title = 退出取号机？
kiosk-leave-pin = 工作人员密码：
kiosk-leave-wrong = 密码不正确。
kiosk-leave-wait = 密码不正确。请在 { $count } 秒后重试。
kiosk-leave-wait-minutes = 密码不正确。请在 { $count } 分钟后重试。
kiosk-leave-tries = 输错 { $count } 次，最近一次 { $time }。
kiosk-leave-clear = 清除
kiosk-leave-go = 退出
kiosk-leave-stay = 留下
kiosk-line-again = 重复
kiosk-line-signs = 可以输入的内容
kiosk-line-several = 请输入编号，用空格隔开。按 Enter 继续。
kiosk-line-area = 输入空行即结束文本。

## kiosk: keys

kiosk-key-back = 返回
kiosk-key-continue = 继续
kiosk-key-pick = 选择
kiosk-key-next = 下一个
kiosk-key-keyboard = 屏幕键盘
kiosk-key-take = 取号
kiosk-key-help = 请人帮助
kiosk-key-done = 完成
kiosk-say-on = 语音已开启。方向键移动，Enter 键选择，Escape 键返回。F4 重复，F5 暂停，F6 和 F7 调节音量，F2 关闭语音。
kiosk-say-off = 语音已关闭。
kiosk-say-button = 按钮
kiosk-say-entry = 文本框
kiosk-say-empty = 空
kiosk-say-filled = 已填写，没有耳机时不朗读
kiosk-say-chosen = 已选择
kiosk-say-not-chosen = 未选择
kiosk-say-place = { $number }，共 { $count }
kiosk-say-star = 星号
kiosk-say-deleted = 已删除 { $letter }
kiosk-say-volume = 音量 { $percent }
kiosk-say-headphones = 您在使用耳机吗？使用耳机时也会朗读您的回答。

## field

field-optional = { $title }（选填）
field-day = 日
field-month = 月
field-year = 年
field-time = 时间
field-clear = 清除
field-today = 今天
field-today-words = 今天, 今
field-birth-words = 出生, 生日
field-other = 其他：请写明
field-chosen = { $count ->
    [0] 请选择所有适用项
   *[other] 已选 { $count } 项：{ $names }
}
field-chosen-one = 已选：{ $name }
field-search = 输入以搜索
field-all = { $count } 个选项
field-matches = { $count ->
    [0] 没有找到：请少输几个字
   *[other] { $count } 个结果
}
field-up = ◂ { $name }：所有分组
field-expected-number = 用数字，如 { $example }
field-expected-price = 用数字写金额，如 { $example }
field-expected-website = 如 www.example.com
field-expected-date = 如 27 3 1985
field-expected-time = 如 27 3 1985 { $clock }
field-expected-clock = 如 { $clock }
field-expected-month = 月和年，如 3/2026
field-expected-like = 如 { $example }
field-rating-1 = 很差
field-rating-2 = 差
field-rating-3 = 一般
field-rating-4 = 好
field-rating-5 = 很好
field-meant = 您是指 { $address } 吗？
field-file-desk = 请带到窗口：现在可以先继续。
field-file-phone = 或用手机发送：取号后扫描号码上的码。
field-file-there = 已收到：{ $name }
field-limits-number = { $ends ->
    [same] { $low }
    [both] { $low } 到 { $high }
    [low] { $low } 或以上
   *[high] { $high } 或以下
}
field-limits-date = { $ends ->
    [same] { $low }
    [both] { $low } 到 { $high }
    [low] { $low } 或之后
   *[high] { $high } 或之前
}
field-limits-month = { $ends ->
    [same] { $low }
    [both] { $low } 到 { $high }
    [low] { $low } 或之后
   *[high] { $high } 或之前
}
field-limits-time = { $ends ->
    [same] { $low }
    [both] { $low } 到 { $high }
    [low] { $low } 或之后
   *[high] { $high } 或之前
}
field-limits-entries = { $ends ->
    [same] 正好 { $low } 项
    [both] { $low } 到 { $high } 项
    [low] 至少 { $low } 项
   *[high] 最多 { $high } 项
}
field-limits-step = 以 { $step } 为单位
field-consent = 我同意
field-code = 用手机对准此码打开页面，或记下地址：
field-code-large = 屏幕太小，无法显示地址的码。请记下地址：
field-code-button = 在手机上打开：{ $address }
field-file-signature = 请在窗口签名：现在可以先继续。
field-file-photo = 请在窗口拍照：现在可以先继续。
field-entry-add = 添加：{ $title }
field-entry-another = 再添加：{ $title }
field-entry-change = 更改
field-entry-remove = 删除
field-entry-really = 确定删除？
field-entry-none = 尚未添加
field-entry-default = 条目
field-key-choose = 选择
field-key-continue = 继续

## form

form-empty = { $type ->
    [one] 请选择一项
    [many] 请选择一项或多项
    [email] 请输入电子邮箱
    [phone] 请输入电话号码
    [number] 请输入数字
    [price] 请输入金额
    [date] 请输入日期
    [website] 请输入网址
    [name] 请输入姓名
    [address] 请输入地址
    [file] 请选择文件
    [textarea] 请输入文字
    [consent] 同意后才能继续
    [time] 请输入时间
    [month] 请输入月份
   *[input] 请输入回答
}
form-about = { $thing }：{ $text }
form-thing = “{ $title }”
form-thing-name = 姓名
form-thing-given-name = 名
form-thing-family-name = 姓
form-thing-email = 电子邮箱
form-thing-tel = 电话号码
form-thing-address-line1 = 街道和门牌号
form-thing-address-level2 = 城市
form-thing-postal-code = 邮政编码
form-thing-country-name = 国家
form-thing-organization = 公司
form-thing-bday = 出生日期
form-empty-name = 请输入您的姓名
form-empty-given-name = 请输入您的名
form-empty-family-name = 请输入您的姓
form-empty-address-line1 = 请输入街道和门牌号
form-empty-address-level2 = 请输入城市
form-empty-postal-code = 请输入邮政编码
form-empty-country-name = 请选择国家
form-empty-organization = 请输入公司名称
form-empty-bday = 请输入您的出生日期
form-tooLong = 最多 { $limit } 个字符
form-tooShort = 至少 { $limit } 个字符
form-character = 只能用文字、数字和符号：其中有无法显示的内容
form-email = 请输入电子邮箱，如 name@example.com
form-phone = 请输入电话号码，如 020 7946 0018 或 +33 1 99 00 12 34
form-phoneCountry = 请输入带国家代码的电话号码，如 +33 1 99 00 12 34
form-phoneExtension = 请输入不带分机号的电话号码
form-number = 请用数字输入，如 12 或 3.5
form-price = 请用数字输入金额，如 12 或 12.50
form-pricePlaces = { $places ->
    [0] 请输入不带小数的金额，如 12 或 12500
   *[other] 请输入最多 { $places } 位小数、千位间无分隔的金额，如 12.50 或 12500
}
form-date = 请输入有效日期，如 1985 3 27
form-time = 请输入有效日期和时间，如 27 3 1985 { $clock }
form-website = 请输入网址，如 www.example.com
form-fileType = 文件必须是以下类型之一：{ $types }
form-fileActive = 文件中含有程序或其他文件：请打印成新的 PDF，或发送照片
form-fileSize = 文件不得大于 { $limit } MB
form-fileEmpty = 文件是空的：请另选一个
form-fileRead = 无法读取文件：请重新选择
form-pattern = 请按题目说明的方式输入
form-oneOnly = 只能选择一项
form-shape = 请把回答的各部分放在 subItem，其他回答放在 value 或 values
form-otherClient = 客户 { $id } 在此处有不同内容：请留空，或更改该客户自己的记录
form-unknownChoice = 请从所给选项中选择
form-country = 请从列表中选择国家
form-countryLike = 请从列表中选择国家：您是指{ $name }吗？
form-other = 请写明“其他”指什么
form-tooSmall = 请输入 { $limit } 或以上
form-tooBig = 请输入 { $limit } 或以下
form-tooEarly = 必须在 { $limit } 或之后
form-tooEarly-time = 必须在 { $limit } 或之后
form-tooLate = 必须在 { $limit } 或之前
form-tooLate-time = 必须在 { $limit } 或之前
form-integer = 请输入整数
form-step = { $same ->
    [yes] 请输入 { $lower }
   *[no] 请输入 { $lower } 或 { $upper }：两者之间不可以
}
form-check = 此号码不可能正确：请与证件逐字核对
form-mask = 请按 { $example } 的样式输入
form-clock = 请输入时间，如 { $clock }
form-month = 请输入月和年，如 3/2026
form-consent = 请回答 true，或留空
form-exclusive = “{ $name }”不能与其他选项同时选择
form-tooFew = 请至少添加 { $limit } 项
form-tooMany = 最多 { $limit } 项
form-requireOne = 请至少回答其中一项：{ $titles }
form-notAsked = 根据其他回答，此题不适用：其回答未保留
form-fileAgain = 请重新添加文件：只有表格填写完整时才会保留
form-fileRoom = 目前没有存放文件的空间：请带到窗口
form-fileGone = 请重新添加文件：先前发送的已不在

## page

page-ahead = { $count ->
    [0] 下一位就是您
   *[other] 您前面有 { $count } 人
}
page-delay-deskClosed = 等待比我们说的长：有窗口已关闭或有其他工作。
page-delay-putBefore = 等待比我们说的长：有人需要优先办理。
page-delay-longVisit = 等待比我们说的长：有一次办理时间特别长。
page-wait-not-known = 等待时间尚不清楚。
page-no-desk = 现在没有窗口开放。一有窗口开放，这里就会显示等待时间。
page-called = 轮到您了：请到 { $desk }
page-called-somewhere = 轮到您了
page-missed = 已叫过您的号码，但您没有来。请询问工作人员。
page-over = 本次办理已结束。谢谢。
page-updated = 更新于 { $time }。本页自动更新。
page-updated-at = 更新于 { $time }。
page-file-send = 发送此文件
page-file-again = 改发另一个文件
page-file-sent = 已发送：{ $name }
page-file-progress = 已发送
page-refused = 未能完成
page-refused-text = 请返回稍后重试，或询问工作人员。
page-gone = 没有这个号码
page-gone-ask = 请重新扫描您号码上的码，或询问工作人员。
page-held = 您的位置已保留：窗口会叫您。
page-sit = 请就座。会叫您的号码。
page-stale = 没有连接。您看到的是下方时间的内容。正在重试…
page-alert = 用声音提醒我
page-keep = 请保持本页打开、屏幕常亮。
page-keep-sound = 请保持本页打开、屏幕常亮；轮到您时会发出声音。
page-awake = 请保持本页打开：屏幕会常亮。
page-awake-sound = 请保持本页打开：屏幕会常亮，轮到您时会发出声音。
page-start = 取号
page-start-none = 请在入口处取号
page-start-none-text = 您号码上的码会在手机上打开它的页面。
page-to-start = 本处的业务
page-nowhere = 此地址没有内容
page-nowhere-text = 请重新扫描号码或海报上的码，或询问工作人员。
page-cancel = 取消我的位置
page-cancel-title = 取消您的位置？
page-cancel-text = 您将退出排队。再来时需要重新取号，排在最后。
page-cancel-yes = 是，取消我的位置
page-cancel-no = 否，保留我的位置
page-cancelled = 此号码已取消。
page-again = 重新取号
page-closed = 本次办理已在一段时间前结束
page-closed-ask = 其页面已关闭。再次办理请重新取号。
page-access = 无障碍
page-access-text = 根据自动测试的结果，这些页面遵循 EN 301 549 和 WCAG 2.2 AA。可以用键盘、屏幕阅读器、大号字体，以及浅色和深色显示。
page-access-gaps = 尚未证明：还没有每天使用辅助技术的人测试过。
page-access-staff = 如果您无法使用这些页面或取号机，工作人员会在柜台给您号码。
page-access-contact = 请告诉我们您无法使用什么：{ $contact }
page-access-ask = 请告诉工作人员您无法使用什么。
page-consent-title = 授权其他程序
page-consent-asks = { $name } 请求以“{ $role }”身份使用您的队列。
page-consent-goes = 如果允许，您将转到 { $address }。
page-consent-key = 请使用您账户管理员的密钥。
page-consent-allow = 允许
page-consent-deny = 不允许
page-consent-wrong = 这不是管理员的密钥和令牌。
page-consent-unknown = 此程序未在这里登记，或要把您转到未登记的地址。

## join

join-take = 取号
join-choose = 请选择一项
join-next = 继续
join-more = 根据这些回答，还有更多问题
join-remove = 删除：{ $title }
join-open = 从 { $count } 个选项中选择
join-sign = 请用手指或鼠标在框内签名，或添加签名的图片。
join-sign-pad = 签名框
join-file = 文件不超过 { $limit } MB：{ $types }
join-later = 我稍后从号码页面发送，或带到窗口
join-code = 等候室的码
join-code-hint = 等候室屏幕上的四位数字。
join-code-missing = 请输入等候室屏幕上的码
join-code-wrong = 此码错误或已过期：请输入屏幕上现在的码
join-unknown = 这里不能取号
join-unknown-text = 此业务不提供手机取号。请在入口处取号，或询问工作人员。
join-closed = 此业务目前关闭
join-closed-text = 目前不再发号。工作人员可以告诉您何时再来。
join-busy = 同时取号的人太多
join-busy-text = 请等一分钟再试，或在入口处取号。
join-many = 您的号码已够多
join-many-text = 请在页面上取消其中一个，或等一个办理完。人数较多的团体请在入口处取号。
join-refused = 未能取号
join-refused-text = 请返回重试，或在入口处取号。
join-poster = 用手机取号
join-poster-scan = 用手机相机对准此码。打开的页面会显示您的位置。请保持打开：轮到您时可以发出声音。

## paper

paper-copy = 副本
paper-desk = 请到：{ $desk }
paper-missing = （含有本打印机没有的文字）
paper-state = { $state ->
    [printing] 正在打印…
    [yes] 请取走号码纸。
    [unknown] 请取走号码纸，或记住此号码。
   *[no] 没有纸：请记住此号码。
}
paper-again = 再次打印
