# Tệp này chứa những gì Walkin nói bằng tiếng Việt với người đang chờ. Phần còn lại được nói bằng tiếng Anh.
# Not yet read by a native speaker.
#
# Cách sửa: chỉ đổi phần chữ bên phải dấu “=”. Giữ nguyên tên bên trái và mọi thứ trong ngoặc nhọn, như { $count }:
# Walkin đặt một số hoặc một tên vào đó. Lưu bằng UTF-8 rồi khởi động lại Walkin.
#
# Từ dùng: số thứ tự, phiếu (ticket), dịch vụ, quầy (desk), gọi số, thời gian chờ, hàng chờ (queue), nhân viên (staff).
# Văn phong: từ đơn giản, câu ngắn, gọi người đến là “quý vị”.

language-name = Tiếng Việt

## app

app-name = Walkin
app-back = Quay lại
app-close = Đóng
app-retry = Thử lại
app-quit = Thoát
app-language = Ngôn ngữ
app-loading = Xin chờ…
app-too-small = Cửa sổ này quá nhỏ. Walkin cần { $columns } × { $rows }, cửa sổ này có { $wide } × { $high }.
app-too-small-hint = Hãy mở rộng cửa sổ hoặc thu nhỏ chữ.
app-mistake = Không thực hiện được do lỗi của chương trình. Chi tiết: { $file }
app-mistake-no-file = Không thực hiện được do lỗi của chương trình.
app-crashed = Walkin đã dừng do lỗi. Chi tiết: { $file }
app-crashed-no-file = Walkin đã dừng do lỗi. Không lưu được chi tiết.

## duration

duration-short = < 1 phút
duration-minutes = { $minutes } phút
duration-hours = { $hours } giờ { $minutes } phút

## answer

answer-yes = có
answer-no = không
answer-other = khác: { $text }
answer-rating = { $place } trên { $count } ({ $name })
answer-rating-scale = { $name } (từ { $first } đến { $last })
answer-file-deferred = Gửi sau
answer-consent = Đồng ý

## wait

wait-range = khoảng { $low }–{ $high } phút
wait-up-to = tối đa { $minutes } phút
wait-over = { $minutes ->
    [60] hơn một giờ
   *[other] hơn { $minutes } phút
}
wait-not-known = chưa rõ thời gian chờ
wait-no-desk = chưa có quầy mở
wait-server-away = không có kết nối: chưa biết thời gian chờ, nhưng quý vị vẫn giữ chỗ của mình

## app: keys

app-keyname-enter = Enter
app-keyname-escape = Esc
app-keyname-space = Dấu cách
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

app-theme-office = Văn phòng (sáng)
app-theme-night = Ban đêm (tối)
app-theme-contrast = Tương phản cao
app-theme-paper = Giấy (ấm, sáng)
app-theme-garden = Vườn (xanh lá, tối)

app-theme-problem-unreadable = Không đọc được tệp giao diện { $file }.
app-theme-problem-format = Tệp giao diện { $file } không được viết đúng cách: { $reason }.
app-theme-problem-missing = Tệp giao diện { $file } không có màu “{ $key }”.
app-theme-problem-colour = Trong tệp giao diện { $file }, “{ $value }” không phải là màu ({ $key }).
app-theme-problem-unknown = Tệp giao diện { $file } có mục lạ “{ $key }”. Phần còn lại được dùng.
app-theme-problem-contrast = Giao diện { $file } khó đọc: { $text } trên { $ground } có độ tương phản { $ratio }, cần ít nhất { $least }.
app-theme-problem-name = Không có giao diện tên “{ $name }”. Walkin dùng “{ $used }”.
app-new-office = Đã tạo văn phòng mới tại { $place }: trước đó chưa có.

## display

display-serving = Đang phục vụ
display-desk = Quầy
display-number = Số
display-waiting = Đang chờ: { $count }
display-waiting-service = { $service }: { $count }
display-minutes = { $range } phút
display-join-code = Mã cho điện thoại
display-nobody = Số của quý vị sẽ hiện ở đây.
display-link-down = Đang kết nối lại… cập nhật lần cuối { $time }
display-link-never = Đang kết nối…
display-mistake = Màn hình đã khởi động lại sau một lỗi của chương trình.
display-no-desk = Bố cục “desk” cần cài đặt “desk”: tên của quầy ở dưới màn hình.
display-too-small = Chữ số cao { $have } mm; nhìn từ { $seat } m cần { $least } mm. Hãy chọn chữ lớn hơn trong terminal hoặc màn hình lớn hơn.
display-no-sound = Không có âm thanh: lượt gọi chỉ được hiển thị. Nhật ký ghi lý do.
display-no-speech = Không có chương trình nào ở đây nói được. Hãy cài phần thêm “speech” hoặc espeak-ng, hoặc đặt speech_command.
display-no-voice = Không có giọng đọc cho ngôn ngữ { $language }.

call-say = Mời số { $number } đến { $desk }
call-say-somewhere = Mời số { $number } đến quầy

## desk-name

desk-name-desk = quầy
desk-name-counter = quầy
desk-name-window = ô cửa
desk-name-room = phòng
desk-name-office = văn phòng

## kiosk

kiosk-welcome = Xin chào. Quý vị cần giúp việc gì?
kiosk-open = Đang mở
kiosk-closed = Đã đóng
kiosk-service-closed = Đã đóng
kiosk-all-closed = Hiện tất cả dịch vụ đều đóng.
kiosk-away = { $minutes ->
    [0] Mất kết nối. Quý vị có thể lấy số ngay khi có lại kết nối. Trong lúc đó, nhân viên có thể giúp quý vị.
    [one] Mất kết nối đã { $minutes } phút. Quý vị có thể lấy số ngay khi có lại kết nối. Trong lúc đó, nhân viên có thể giúp quý vị.
   *[other] Mất kết nối đã { $minutes } phút. Quý vị có thể lấy số ngay khi có lại kết nối. Trong lúc đó, nhân viên có thể giúp quý vị.
}
kiosk-offline = Hiện không có kết nối. Quý vị vẫn có thể lấy số.
kiosk-offline-used-up = Không có số cho đến khi kết nối trở lại
kiosk-more-services = Dịch vụ khác ▼
kiosk-first-services = ▲ Dịch vụ đầu
kiosk-start-over = Làm lại
kiosk-read-aloud = Đọc to
kiosk-read-end = Tắt đọc
kiosk-help = Gọi nhân viên
kiosk-appearance = Aa
kiosk-help-calling = Đang gọi nhân viên…
kiosk-help-called = Đã gọi nhân viên. Xin chờ ở đây.
kiosk-help-coming = Nhân viên đang đến.
kiosk-help-away = Mất kết nối: chưa gọi được nhân viên. Xin đến một quầy.
kiosk-help-lost = Đã mất kết nối. Nếu không có ai đến, xin đến một quầy.
kiosk-waiting = { $count ->
    [0] Không ai chờ
   *[other] { $count } đang chờ
}
kiosk-progress = { $about ->
    [yes] Câu { $number } / khoảng { $count }
   *[no] Câu { $number } / { $count }
}
kiosk-part = { $about ->
    [yes] Phần { $number } / khoảng { $count }
   *[no] Phần { $number } / { $count }
}
kiosk-continue = Tiếp tục
kiosk-keyboard = Bàn phím
kiosk-keyboard-hide = Ẩn bàn phím
kiosk-board-shift = Shift
kiosk-board-delete = Xóa
kiosk-board-clear = Xóa hết
kiosk-board-space = Dấu cách
kiosk-board-line = Xuống dòng
kiosk-board-next = Tiếp
kiosk-problem-title = Cần sửa lại
kiosk-check-title = Kiểm tra câu trả lời
kiosk-answers = Câu trả lời { $first }–{ $last }
kiosk-answers-of = Câu trả lời { $first }–{ $last } trên { $count }
kiosk-change = Sửa
kiosk-not-provided = Không trả lời
kiosk-show = Hiện
kiosk-hide = Ẩn
kiosk-show-all = Hiện tất cả
kiosk-brought = { $count ->
    [0] Mã không có câu trả lời cho mẫu đơn này.
    [one] Đã điền { $count } câu trả lời từ mã.
   *[other] Đã điền { $count } câu trả lời từ mã.
}
kiosk-brought-start = Đã đọc mã. Xin chọn dịch vụ quý vị cần.
kiosk-code-foreign = Mã này không dành cho máy này. Chưa chọn gì.
kiosk-code-typed = Máy quét đã điền phần này. Xin kiểm tra trước khi tiếp tục.
kiosk-preview-result = Những gì máy sẽ gửi
kiosk-preview-broken = Bản cuối của mẫu đơn không có lỗi. Cần sửa:
kiosk-take = Lấy số
kiosk-your-number = Số của quý vị
kiosk-ahead = { $count ->
    [0] Không có ai trước quý vị
    [one] { $count } người trước quý vị
   *[other] { $count } người trước quý vị
}
kiosk-expected = Thời gian chờ: { $wait }
kiosk-issued = Lấy lúc { $time }
kiosk-sit = Mời ngồi. Số của quý vị sẽ được gọi.
kiosk-scan = Mở trên điện thoại
kiosk-closes = Trang này đóng sau { $seconds } giây kể từ lần chạm cuối.
kiosk-keep = Giữ trang này
kiosk-kept = Trang này còn { $minutes } phút, hoặc đến khi quý vị nhấn Xong.
kiosk-done = Xong
kiosk-away-title = Chưa lấy được số
kiosk-away-text = Những gì đã nhập không bị mất. Hiện không có kết nối.
kiosk-away-again = Máy đang tiếp tục thử.
kiosk-closed-title = Dịch vụ này vừa đóng
kiosk-closed-text = Hiện không phát thêm số. Nhân viên sẽ cho biết khi nào nên quay lại.
kiosk-refused-title = Không lấy được số
kiosk-to-start = Về trang đầu
kiosk-still-title = Quý vị còn ở đây không?
kiosk-still-text = Sau { $count } giây, màn hình này trở về đầu và xóa những gì đã nhập.
kiosk-still-more = Cần thêm thời gian
kiosk-over-title = Làm lại từ đầu?
kiosk-over-text = Những gì đã nhập sẽ bị xóa.
kiosk-over-stay = Tiếp tục
kiosk-leave-title = Thoát khỏi máy lấy số?
kiosk-leave-pin = PIN nhân viên:
kiosk-leave-wrong = PIN không đúng.
kiosk-leave-wait = PIN không đúng. Thử lại sau { $count } giây.
kiosk-leave-wait-minutes = PIN không đúng. Thử lại sau { $count } phút.
kiosk-leave-tries = { $count } lần thử sai, lần cuối vào { $time }.
kiosk-leave-clear = Xóa
kiosk-leave-go = Thoát
kiosk-leave-stay = Ở lại
kiosk-line-again = Nhắc lại
kiosk-line-signs = Những gì quý vị có thể gõ
kiosk-line-several = Gõ các số, cách nhau bằng dấu cách. Enter để tiếp tục.
kiosk-line-area = Một dòng trống kết thúc văn bản.

## kiosk: keys

kiosk-key-back = Quay lại
kiosk-key-continue = Tiếp tục
kiosk-key-pick = Chọn
kiosk-key-next = Tiếp
kiosk-key-keyboard = Bàn phím màn hình
kiosk-key-take = Lấy số
kiosk-key-help = Gọi nhân viên
kiosk-key-done = Xong
kiosk-say-on = Đã bật giọng đọc. Các phím mũi tên để di chuyển. Enter để chọn, Escape để quay lại. F4 đọc lại, F5 tạm dừng, F6 và F7 chỉnh âm lượng, F2 tắt giọng đọc.
kiosk-say-off = Đã tắt giọng đọc.
kiosk-say-button = nút
kiosk-say-entry = ô nhập chữ
kiosk-say-empty = trống
kiosk-say-filled = đã điền, không đọc to khi không có tai nghe
kiosk-say-chosen = đã chọn
kiosk-say-not-chosen = chưa chọn
kiosk-say-place = { $number } trên { $count }
kiosk-say-star = dấu sao
kiosk-say-deleted = đã xóa { $letter }
kiosk-say-volume = Âm lượng { $percent }
kiosk-say-headphones = Có dùng tai nghe không? Khi đó các câu trả lời cũng được đọc.

## field

field-optional = { $title } (không bắt buộc)
field-day = Ngày
field-month = Tháng
field-year = Năm
field-time = Giờ
field-clear = Xóa
field-today = Hôm nay
# Những gì có thể nhập làm ngày thay cho một ngày cụ thể, cách nhau bằng dấu phẩy
field-today-words = hôm nay
field-birth-words = ngày sinh, năm sinh
field-other = Khác: ghi rõ
field-chosen = { $count ->
    [0] Chọn tất cả mục phù hợp
    [one] Đã chọn { $count }: { $names }
   *[other] Đã chọn { $count }: { $names }
}
field-chosen-one = Đã chọn: { $name }
field-search = Gõ để tìm
field-all = { $count } lựa chọn
field-matches = { $count ->
    [0] Không tìm thấy: thử ít chữ hơn
    [one] { $count } kết quả
   *[other] { $count } kết quả
}
field-up = ◂ { $name }: mọi nhóm
field-expected-number = Bằng chữ số, như { $example }
field-expected-price = Số tiền bằng chữ số, như { $example }
field-expected-website = Như www.example.com
field-expected-date = Như 27 3 1985
field-expected-time = Như 27 3 1985 lúc { $clock }
field-expected-clock = Như { $clock }
field-expected-month = Tháng và năm, như 3/2026
field-expected-like = Như { $example }
field-rating-1 = Rất kém
field-rating-2 = Kém
field-rating-3 = Tạm được
field-rating-4 = Tốt
field-rating-5 = Rất tốt
field-meant = Có phải { $address } không?
field-file-desk = Xin mang đến quầy: giờ có thể tiếp tục mà không có tệp.
field-file-phone = Hoặc gửi bằng điện thoại: sau khi lấy số, quét mã trên phiếu.
field-file-there = Đã nhận: { $name }
field-limits-number = { $ends ->
    [same] { $low }
    [both] Từ { $low } đến { $high }
    [low] { $low } trở lên
   *[high] { $high } trở xuống
}
field-limits-date = { $ends ->
    [same] { $low }
    [both] Từ { $low } đến { $high }
    [low] Từ { $low }
   *[high] Đến hết { $high }
}
field-limits-month = { $ends ->
    [same] { $low }
    [both] Từ { $low } đến { $high }
    [low] { $low } trở đi
   *[high] { $high } trở về trước
}
field-limits-time = { $ends ->
    [same] Lúc { $low }
    [both] Từ { $low } đến { $high }
    [low] Từ { $low } trở đi
   *[high] Đến { $high }
}
field-limits-entries = { $ends ->
    [same] Đúng { $low }
    [both] Từ { $low } đến { $high }
    [low] Ít nhất { $low }
   *[high] Tối đa { $high }
}
field-limits-step = Theo bước { $step }
field-consent = Tôi đồng ý
field-code = Hướng điện thoại vào mã để mở trang, hoặc ghi lại địa chỉ:
field-code-large = Màn hình này quá nhỏ cho mã. Xin ghi lại địa chỉ:
field-code-button = Mở trên điện thoại: { $address }
field-file-signature = Quý vị sẽ ký tại quầy: giờ xin cứ tiếp tục.
field-file-photo = Ảnh của quý vị sẽ được chụp tại quầy: giờ xin cứ tiếp tục.
field-entry-add = Thêm: { $title }
field-entry-another = Thêm nữa: { $title }
field-entry-change = Sửa
field-entry-remove = Bỏ
field-entry-really = Thật sự bỏ?
field-entry-none = Chưa thêm gì
field-entry-default = Mục
field-key-choose = Chọn
field-key-continue = Tiếp tục

## form

form-empty = { $type ->
    [one] Xin chọn một mục
    [many] Xin chọn một hoặc nhiều mục
    [email] Xin nhập địa chỉ email
    [phone] Xin nhập số điện thoại
    [number] Xin nhập một số
    [price] Xin nhập số tiền
    [date] Xin nhập ngày
    [website] Xin nhập địa chỉ web
    [name] Xin nhập tên
    [address] Xin nhập địa chỉ
    [file] Xin chọn tệp
    [textarea] Xin nhập nội dung
    [consent] Xin đồng ý để tiếp tục
    [time] Xin nhập giờ
    [month] Xin nhập tháng
   *[input] Xin nhập câu trả lời
}
form-about = { $thing }: { $text }
form-thing = “{ $title }”
form-thing-name = Họ tên
form-thing-given-name = Tên
form-thing-family-name = Họ
form-thing-email = Địa chỉ email
form-thing-tel = Số điện thoại
form-thing-address-line1 = Đường và số nhà
form-thing-address-level2 = Thành phố
form-thing-postal-code = Mã bưu chính
form-thing-country-name = Quốc gia
form-thing-organization = Công ty
form-thing-bday = Ngày sinh
form-empty-name = Xin nhập họ tên
form-empty-given-name = Xin nhập tên
form-empty-family-name = Xin nhập họ
form-empty-address-line1 = Xin nhập đường và số nhà
form-empty-address-level2 = Xin nhập thành phố
form-empty-postal-code = Xin nhập mã bưu chính
form-empty-country-name = Xin chọn quốc gia
form-empty-organization = Xin nhập tên công ty
form-empty-bday = Xin nhập ngày sinh
form-tooLong = Xin dùng tối đa { $limit } ký tự
form-tooShort = Xin dùng ít nhất { $limit } ký tự
form-character = Xin chỉ dùng chữ cái, chữ số và dấu: có ký tự không hiển thị được
form-email = Xin nhập địa chỉ email, như ten@example.com
form-phone = Xin nhập số điện thoại, như 024 3123 4567 hoặc +44 20 7946 0018
form-phoneCountry = Xin nhập số điện thoại kèm mã quốc gia, như +84 24 3123 4567
form-phoneExtension = Xin nhập số điện thoại, không kèm số máy lẻ
form-number = Xin nhập số bằng chữ số, như 12 hoặc 3,5
form-price = Xin nhập số tiền bằng chữ số, như 12 hoặc 12,50
form-pricePlaces = { $places ->
    [0] Xin nhập số tiền nguyên, không có phần thập phân, như 12 hoặc 12500
   *[other] Xin nhập số tiền có tối đa { $places } chữ số thập phân, không dấu giữa hàng nghìn, như 12,50 hoặc 12500
}
form-date = Xin nhập ngày có thật, như 27 3 1985
form-time = Xin nhập ngày có thật và giờ, như 27 3 1985 lúc { $clock }
form-website = Xin nhập địa chỉ web, như www.example.com
form-fileType = Tệp phải thuộc một trong các loại: { $types }
form-fileActive = Tệp chứa chương trình hoặc tệp khác: xin in ra PDF mới, hoặc gửi ảnh chụp
form-fileSize = Tệp phải từ { $limit } MB trở xuống
form-fileEmpty = Tệp trống: xin chọn tệp khác
form-fileRead = Không đọc được tệp: xin chọn lại
form-pattern = Xin nhập theo cách câu hỏi mô tả
form-oneOnly = Xin chỉ chọn một mục
form-shape = Gửi các phần của câu trả lời trong subItem, và câu trả lời khác trong value hoặc values
form-otherClient = Khách { $id } có nội dung khác ở đây: xin bỏ qua, hoặc sửa hồ sơ của chính khách đó
form-unknownChoice = Xin chọn một trong các mục đã cho
form-country = Xin chọn quốc gia trong danh sách
form-countryLike = Xin chọn quốc gia trong danh sách: có phải { $name } không?
form-other = Xin ghi rõ “Khác” là gì
form-tooSmall = Xin nhập { $limit } trở lên
form-tooBig = Xin nhập { $limit } trở xuống
form-tooEarly = Sớm nhất: { $limit }
form-tooEarly-time = Sớm nhất lúc { $limit }
form-tooLate = Muộn nhất: { $limit }
form-tooLate-time = Muộn nhất lúc { $limit }
form-integer = Xin nhập số nguyên
form-step = { $same ->
    [yes] Xin nhập { $lower }
   *[no] Xin nhập { $lower } hoặc { $upper }: không nhận giá trị ở giữa
}
form-check = Số này không đúng: xin so từng chữ cái và chữ số với giấy tờ
form-mask = Xin nhập như { $example }
form-clock = Xin nhập giờ, như { $clock }
form-month = Xin nhập tháng và năm, như 3/2026
form-consent = Trả lời true, hoặc bỏ trống
form-exclusive = “{ $name }” không thể chọn cùng mục khác
form-tooFew = Xin thêm ít nhất { $limit }
form-tooMany = Chỉ được tối đa { $limit }
form-requireOne = Xin trả lời ít nhất một trong các câu: { $titles }
form-notAsked = Câu hỏi này không còn áp dụng sau các câu trả lời khác: câu trả lời không được giữ lại

## page

page-ahead = { $count ->
    [0] Quý vị là người tiếp theo
    [one] { $count } người trước quý vị
   *[other] { $count } người trước quý vị
}
page-delay-deskClosed = Thời gian chờ dài hơn đã báo: một quầy đã đóng hoặc bận việc khác.
page-delay-putBefore = Thời gian chờ dài hơn đã báo: có người cần được phục vụ trước.
page-delay-longVisit = Thời gian chờ dài hơn đã báo: một lượt đang kéo dài hơn bình thường.
page-wait-not-known = Chúng tôi chưa biết thời gian chờ.
page-no-desk = Hiện chưa có quầy nào mở. Thời gian chờ sẽ hiện ở đây ngay khi có quầy mở.
page-called = Đã đến lượt quý vị: { $desk }
page-called-somewhere = Đã đến lượt quý vị
page-missed = Số của quý vị đã được gọi. Xin hỏi nhân viên.
page-over = Lượt này đã kết thúc. Xin cảm ơn.
page-updated = Cập nhật lúc { $time }. Trang này tự cập nhật.
page-updated-at = Cập nhật lúc { $time }.
page-file-send = Gửi tệp này
page-file-again = Gửi tệp khác thay thế
page-file-sent = Đã gửi: { $name }
page-file-progress = Đã gửi
page-refused = Không thực hiện được
page-refused-text = Xin quay lại và thử lại sau giây lát, hoặc hỏi nhân viên.
page-gone = Không có số này
page-gone-ask = Xin quét lại mã trên phiếu, hoặc hỏi nhân viên.

page-held = Chỗ của quý vị được giữ: một quầy sẽ gọi quý vị.
page-sit = Mời ngồi. Số của quý vị sẽ được gọi.
page-stale = Mất kết nối. Nội dung này là của thời điểm ghi bên dưới. Đang thử lại…
page-alert = Báo cho tôi bằng âm thanh
page-keep = Xin để trang này mở và màn hình sáng.
page-keep-sound = Xin để trang này mở và màn hình sáng; trang sẽ phát âm thanh khi đến lượt quý vị.
page-awake = Xin để trang này mở: màn hình sẽ luôn sáng.
page-awake-sound = Xin để trang này mở: màn hình sẽ luôn sáng, và trang phát âm thanh khi đến lượt quý vị.
page-start = Lấy số
page-start-none = Số được phát ở lối vào
page-start-none-text = Mã trên phiếu mở trang của số đó trên điện thoại.
page-to-start = Dịch vụ của văn phòng này
page-nowhere = Địa chỉ này không có gì
page-nowhere-text = Xin quét lại mã trên phiếu hoặc trên áp phích, hoặc hỏi nhân viên.
page-cancel = Hủy lượt của tôi
page-cancel-title = Hủy lượt?
page-cancel-text = Quý vị sẽ rời hàng chờ. Để trở lại, quý vị cần lấy số mới ở cuối hàng.
page-cancel-yes = Có, hủy lượt của tôi
page-cancel-no = Không, giữ lượt của tôi
page-cancelled = Số này đã bị hủy.
page-again = Lấy số mới
page-closed = Lượt này đã kết thúc từ trước
page-closed-ask = Trang này đã đóng. Xin lấy số mới cho lượt mới.
page-access = Khả năng tiếp cận
page-access-text = Các trang này theo EN 301 549 và WCAG 2.2 AA, trong chừng mực các kiểm tra tự động cho thấy. Chúng dùng được bằng bàn phím, trình đọc màn hình, chữ lớn, nền sáng và tối.
page-access-gaps = Chưa được chứng minh: chưa có ai dùng công nghệ hỗ trợ hằng ngày thử các trang này.
page-access-staff = Nếu quý vị không dùng được các trang này hoặc máy lấy số, nhân viên sẽ cấp số cho quý vị tại quầy.
page-access-contact = Hãy cho chúng tôi biết quý vị không dùng được gì: { $contact }
page-access-ask = Hãy nói với nhân viên quý vị không dùng được gì.

## paper

paper-copy = BẢN SAO
paper-desk = Mời đến: { $desk }
paper-missing = (có chữ mà máy in này không có)
paper-state = { $state ->
    [printing] Đang in…
    [yes] Xin lấy phiếu.
    [unknown] Xin lấy phiếu, hoặc nhớ số này.
   *[no] Hôm nay không in phiếu: xin nhớ số này.
}
paper-again = In lại
paper-trouble = { $trouble ->
    [noPaper] hết giấy
    [paperLow] sắp hết giấy
    [coverOpen] nắp đang mở
    [cutter] dao cắt bị kẹt
    [offline] ngoại tuyến
    [noAnswer] không trả lời: đang tắt hoặc chưa kết nối
   *[error] lỗi
}

## join

join-take = Lấy số
join-choose = Chọn một mục
join-next = Tiếp tục
join-more = Các câu trả lời này dẫn đến câu hỏi khác
join-remove = Bỏ: { $title }
join-open = Chọn trong { $count } mục
join-sign = Xin ký vào ô bằng ngón tay hoặc chuột, hoặc thêm ảnh chữ ký.
join-sign-pad = Ô để ký tên
join-file = Tệp tối đa { $limit } MB: { $types }
join-later = Tôi sẽ gửi sau từ trang của số này, hoặc mang đến quầy
join-code = Mã của phòng chờ
join-code-hint = Bốn chữ số trên màn hình trong phòng chờ.
join-code-missing = Xin nhập mã trên màn hình trong phòng chờ
join-code-wrong = Mã này sai hoặc đã hết hạn: xin nhập mã đang hiện trên màn hình
join-unknown = Không thể lấy số ở đây
join-unknown-text = Dịch vụ này không phát số qua điện thoại. Xin lấy số ở lối vào, hoặc hỏi nhân viên.
join-closed = Dịch vụ này hiện đang đóng
join-closed-text = Hiện không phát thêm số. Nhân viên sẽ cho biết khi nào nên quay lại.
join-busy = Quá nhiều người lấy số cùng lúc
join-busy-text = Xin chờ một phút rồi thử lại, hoặc lấy số ở lối vào.
join-many = Quý vị đã có đủ số
join-many-text = Xin hủy một số trên trang của nó, hoặc chờ đến khi một số được phục vụ. Nhóm đông xin lấy số ở lối vào.
join-refused = Không lấy được số
join-refused-text = Xin quay lại và thử lại, hoặc lấy số ở lối vào.
join-poster = Lấy số bằng điện thoại
join-poster-scan = Hướng camera điện thoại vào mã. Trang mở ra cho biết vị trí của quý vị. Xin để trang mở: trang có thể phát âm thanh khi đến lượt quý vị.

form-fileAgain = Xin thêm lại tệp: tệp chỉ được giữ cùng mẫu đơn đầy đủ
form-fileRoom = Hiện không còn chỗ cho tệp: xin mang đến quầy
form-fileGone = Xin thêm lại tệp: tệp đã gửi không còn ở đây
page-consent-title = Quyền cho chương trình khác
page-consent-asks = { $name } xin làm việc với hàng chờ của quý vị, với vai trò “{ $role }”.
page-consent-goes = Nếu cho phép, quý vị sẽ chuyển đến { $address }.
page-consent-key = Xin dùng khóa của quản trị viên trong tài khoản của quý vị.
page-consent-allow = Cho phép
page-consent-deny = Không cho phép
page-consent-wrong = Đó không phải là khóa và token của quản trị viên.
page-consent-unknown = Chương trình này chưa được biết ở đây, hoặc muốn đưa quý vị đến địa chỉ mà nó không đăng ký.
