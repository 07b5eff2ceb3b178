# 이 파일에는 Walkin의 한국어 문구가 들어 있습니다.
#
# Not yet read by a native speaker.
#
# 고치는 방법: “=” 오른쪽의 글만 바꾸세요. 왼쪽의 이름과 { $count } 같은 중괄호 안은 그대로 두세요. 그 자리에
# Walkin이 숫자나 이름을 넣습니다. 빈칸으로 시작하는 줄은 앞줄에 이어집니다. UTF-8로 저장하고 Walkin을 다시
# 시작하세요.
#
# 방문하신 분이 보는 문구만 있습니다. 직원용 문구는 영어로 나옵니다.
#
# 문체: 쉬운 말, 짧은 문장, 다음에 할 일을 알려 주기.
#
# 용어: ticket = 번호표, service = 업무, desk = 창구, kiosk = 키오스크, display = 안내 화면, call = 호출,
# wait = 대기 시간, staff = 직원.

language-name = 한국어

## app: 모든 화면에 공통

app-name = Walkin
app-back = 뒤로
app-close = 닫기
app-retry = 다시 시도
app-quit = 종료
app-language = 언어
app-loading = 불러오는 중…
app-too-small = 창이 너무 작습니다. Walkin에는 { $columns } × { $rows } 크기가 필요하지만 지금은 { $wide } × { $high }입니다.
app-too-small-hint = 창을 크게 하거나 글자를 작게 해 주세요.
app-mistake = 프로그램 오류로 처리하지 못했습니다. 자세한 내용: { $file }
app-mistake-no-file = 프로그램 오류로 처리하지 못했습니다.
app-crashed = 오류가 나서 Walkin이 멈추었습니다. 자세한 내용: { $file }
app-crashed-no-file = 오류가 나서 Walkin이 멈추었습니다. 자세한 내용을 저장하지 못했습니다.

## duration: 걸린 시간

duration-short = 1분 미만
duration-minutes = { $minutes }분
duration-hours = { $hours }시간 { $minutes }분

## answer: 양식의 답

answer-yes = 예
answer-no = 아니요
answer-other = 기타: { $text }
answer-rating = { $count }단계 중 { $place }({ $name })
answer-rating-scale = { $name }({ $first }~{ $last })
answer-file-deferred = 나중에 제출
answer-consent = 동의함

## wait: 예상 대기 시간(분)

wait-range = 약 { $low }~{ $high }분
wait-up-to = { $minutes }분 이내
wait-over = { $minutes ->
    [60] 1시간 이상
   *[other] { $minutes }분 이상
}
wait-not-known = 대기 시간을 아직 모릅니다
wait-no-desk = 지금 열린 창구가 없습니다
wait-server-away = 연결되어 있지 않아 대기 시간을 알 수 없지만 순서는 유지됩니다

## app: 키의 이름

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

## app: Walkin의 테마

app-theme-office = 사무실(밝음)
app-theme-night = 밤(어두움)
app-theme-contrast = 고대비
app-theme-paper = 종이(따뜻함, 밝음)
app-theme-garden = 정원(초록, 어두움)

## app: 테마 파일의 문제

app-theme-problem-unreadable = 테마 파일 { $file }을(를) 읽을 수 없습니다.
app-theme-problem-format = 테마 파일 { $file }의 형식이 올바르지 않습니다: { $reason }.
app-theme-problem-missing = 테마 파일 { $file }에 색 “{ $key }”이(가) 없습니다.
app-theme-problem-colour = 테마 파일 { $file }의 “{ $value }”은(는) 색이 아닙니다({ $key }).
app-theme-problem-unknown = 테마 파일 { $file }에 알 수 없는 항목 “{ $key }”이(가) 있습니다. 나머지는 사용합니다.
app-theme-problem-contrast = 테마 { $file }은(는) 읽기 어렵습니다: { $ground } 위의 { $text } 대비가 { $ratio }이며, { $least } 이상이어야 합니다.
app-theme-problem-name = “{ $name }” 테마가 없습니다. “{ $used }” 테마를 사용합니다.
app-new-office = { $place }에 새로 만들었습니다: 아무것도 없었습니다.

## display: 대기실

display-serving = 호출 중
display-desk = 창구
display-number = 번호
display-waiting = 대기: { $count }
display-waiting-service = { $service }: { $count }
display-minutes = { $range }분
display-join-code = 휴대전화용 코드
display-nobody = 번호가 여기에 표시됩니다.
display-link-down = 다시 연결하는 중… 마지막 갱신 { $time }
display-link-never = 연결하는 중…
display-mistake = 프로그램 오류로 화면을 다시 시작했습니다.
display-no-desk = “desk” 화면에는 “desk” 설정이 필요합니다: 화면이 걸린 창구의 이름입니다.
display-too-small = 번호의 높이가 { $have } mm입니다. { $seat } m 거리에서는 { $least } mm 이상이어야 합니다. 터미널의 글자를 크게 하거나 더 큰 화면을 쓰세요.
display-no-sound = 소리가 나지 않습니다: 호출은 화면에만 표시됩니다. 이유는 로그에 있습니다.
display-no-speech = 말할 수 있는 프로그램이 없습니다. 추가 기능 “speech”나 espeak-ng를 설치하거나 speech_command를 설정하세요.
display-no-voice = { $language } 음성이 없습니다.

## call: 호출(화면과 음성)

call-say = { $number }번 고객님, { $desk } 앞으로 오십시오
call-say-somewhere = { $number }번 고객님, 창구로 오십시오

## desk-name: “창구 2” 같은 이름에 쓰는 말

desk-name-desk = 창구
desk-name-counter = 카운터
desk-name-window = 창구
desk-name-room = 방
desk-name-office = 사무실

## kiosk: 방문하신 분이 읽는 문구

kiosk-welcome = 어서 오십시오. 업무를 선택해 주세요.
kiosk-open = 접수 중
kiosk-closed = 마감
kiosk-service-closed = 마감
kiosk-all-closed = 지금은 접수하는 업무가 없습니다.
kiosk-away = { $minutes ->
    [0] 연결이 끊겼습니다. 다시 연결되면 번호표를 뽑을 수 있습니다. 그때까지 직원이 도와드립니다.
   *[other] { $minutes }분 전에 연결이 끊겼습니다. 다시 연결되면 번호표를 뽑을 수 있습니다. 그때까지 직원이 도와드립니다.
}
kiosk-offline = 지금은 연결되어 있지 않습니다. 그래도 번호표를 뽑을 수 있습니다.
kiosk-offline-used-up = 연결이 복구될 때까지 번호표가 없습니다
kiosk-more-services = 다른 업무 ▼
kiosk-first-services = ▲ 처음 업무
kiosk-start-over = 처음으로
kiosk-read-aloud = 듣기
kiosk-read-end = 듣기 끝
kiosk-help = 직원 호출
kiosk-appearance = Aa
kiosk-help-calling = 직원 호출 중…
kiosk-help-called = 직원을 불렀습니다. 여기서 기다려 주세요.
kiosk-help-coming = 직원이 가고 있습니다.
kiosk-help-away = 연결이 없어 직원을 부르지 못했습니다. 창구로 가 주세요.
kiosk-help-lost = 연결이 끊겼습니다. 직원이 오지 않으면 창구로 가 주세요.
kiosk-waiting = { $count ->
    [0] 대기 없음
   *[other] { $count }명 대기
}

kiosk-progress = { $about ->
    [yes] 질문 { $number }/약 { $count }
   *[no] 질문 { $number }/{ $count }
}
kiosk-part = { $about ->
    [yes] 부분 { $number }/약 { $count }
   *[no] 부분 { $number }/{ $count }
}
kiosk-continue = 다음
kiosk-keyboard = 키보드
kiosk-keyboard-hide = 키보드 숨기기
kiosk-board-shift = Shift
kiosk-board-delete = 지우기
kiosk-board-clear = 모두 지움
kiosk-board-space = 띄어쓰기
kiosk-board-line = 줄 바꿈
kiosk-board-next = 다음 칸
kiosk-problem-title = 고칠 곳이 있습니다

kiosk-check-title = 답을 확인해 주세요
kiosk-answers = 답 { $first }~{ $last }
kiosk-answers-of = 답 { $first }~{ $last }/{ $count }
kiosk-change = 변경
kiosk-not-provided = 입력 안 함
kiosk-show = 보기
kiosk-hide = 숨기기
kiosk-show-all = 모두 보기
kiosk-brought = { $count ->
    [0] 이 코드에는 이 양식의 답이 없습니다.
   *[other] 코드에서 답 { $count }개를 입력했습니다.
}
kiosk-brought-start = 코드를 읽었습니다. 업무를 선택해 주세요.
kiosk-code-foreign = 이 키오스크의 코드가 아닙니다. 아무것도 선택되지 않았습니다.
kiosk-code-typed = 스캐너가 입력한 내용입니다. 계속하기 전에 확인해 주세요.
kiosk-preview-result = 키오스크가 보낼 내용
kiosk-preview-broken = 오류가 없는 마지막 양식입니다. 고칠 점:
kiosk-take = 번호표 뽑기

kiosk-your-number = 내 번호
kiosk-ahead = { $count ->
    [0] 앞에 기다리는 분이 없습니다
   *[other] 앞에 { $count }명이 기다립니다
}
kiosk-expected = 예상 대기: { $wait }
kiosk-issued = 접수 { $time }
kiosk-sit = 앉아서 기다려 주세요. 번호로 불러 드립니다.
kiosk-scan = 휴대전화로 열기
kiosk-closes = 마지막으로 누른 뒤 { $seconds }초가 지나면 이 화면이 닫힙니다.
kiosk-keep = 계속 표시
kiosk-kept = 이 화면은 { $minutes }분 동안, 또는 완료를 누를 때까지 표시됩니다.
kiosk-done = 완료

kiosk-away-title = 아직 번호표를 뽑지 못했습니다
kiosk-away-text = 입력하신 내용은 그대로 있습니다. 지금은 연결이 없습니다.
kiosk-away-again = 키오스크가 계속 시도합니다.
kiosk-closed-title = 이 업무는 방금 마감되었습니다
kiosk-closed-text = 지금은 번호표를 더 드리지 않습니다. 다음 접수 시간은 직원에게 물어보세요.
kiosk-refused-title = 번호표를 뽑지 못했습니다
kiosk-to-start = 첫 화면으로

kiosk-still-title = 아직 계십니까?
kiosk-still-text = { $count }초 뒤 첫 화면으로 돌아가고, 입력하신 내용은 지워집니다.
kiosk-still-more = 시간이 더 필요합니다

kiosk-over-title = 처음부터 할까요?
kiosk-over-text = 입력하신 내용이 지워집니다.
kiosk-over-stay = 계속하기
kiosk-leave-title = 키오스크를 종료할까요?
kiosk-leave-pin = 직원 PIN:
kiosk-leave-wrong = PIN이 맞지 않습니다.
kiosk-leave-wait = PIN이 맞지 않습니다. { $count }초 뒤 다시 시도하세요.
kiosk-leave-wait-minutes = PIN이 맞지 않습니다. { $count }분 뒤 다시 시도하세요.
kiosk-leave-tries = 잘못된 시도 { $count }번, 마지막: { $time }.
kiosk-leave-clear = 지우기
kiosk-leave-go = 종료
kiosk-leave-stay = 머물기
kiosk-line-again = 다시 듣기
kiosk-line-signs = 입력할 수 있는 것
kiosk-line-several = 번호를 공백으로 구분하여 입력하세요. Enter를 누르면 계속합니다.
kiosk-line-area = 빈 줄을 입력하면 글이 끝납니다.

## kiosk: 키가 하는 일(되도록 짧게)

kiosk-key-back = 뒤로
kiosk-key-continue = 다음
kiosk-key-pick = 선택
kiosk-key-next = 이동
kiosk-key-keyboard = 화면 키보드
kiosk-key-take = 번호표 뽑기
kiosk-key-help = 직원 호출
kiosk-key-done = 완료
kiosk-say-on = 음성 안내가 켜졌습니다. 화살표 키로 이동하고, Enter 키로 선택하고, Escape 키로 돌아갑니다. F4는 다시 듣기, F5는 일시 정지, F6과 F7은 음량, F2는 음성 안내 끄기입니다.
kiosk-say-off = 음성 안내가 꺼졌습니다.
kiosk-say-button = 버튼
kiosk-say-entry = 입력란
kiosk-say-empty = 비어 있음
kiosk-say-filled = 입력됨, 헤드폰이 없으면 읽지 않습니다
kiosk-say-chosen = 선택됨
kiosk-say-not-chosen = 선택 안 됨
kiosk-say-place = { $count } 중 { $number }
kiosk-say-star = 별표
kiosk-say-deleted = { $letter } 삭제
kiosk-say-volume = 음량 { $percent }
kiosk-say-headphones = 헤드폰을 사용하십니까? 그러면 입력하신 답변도 읽어 드립니다.

## field: 양식의 칸

field-optional = { $title } (선택)
field-day = 일
field-month = 월
field-year = 년
field-time = 시각
field-clear = 지우기
field-today = 오늘
# 날짜 대신 입력할 수 있는 말(쉼표로 구분)
field-today-words = 오늘, 금일
field-birth-words = 생년월일, 생일, 출생
field-other = 기타: 직접 입력
field-chosen = { $count ->
    [0] 해당하는 것을 모두 선택하세요
   *[other] { $count }개 선택: { $names }
}
field-chosen-one = 선택: { $name }
field-search = 입력해서 찾기
field-all = 모두 { $count }개
field-matches = { $count ->
    [0] 없습니다: 글자를 줄여 보세요
   *[other] { $count }개
}
field-up = ◂ { $name }: 모든 묶음
field-expected-number = 숫자로, 예: { $example }
field-expected-price = 금액을 숫자로, 예: { $example }
field-expected-website = 예: www.example.com
field-expected-date = 예: 1985 3 27
field-expected-time = 예: 1985 3 27, { $clock }
field-expected-clock = 예: { $clock }
field-expected-month = 연도와 월, 예: 2026/3
field-expected-like = 예: { $example }
field-rating-1 = 매우 나쁨
field-rating-2 = 나쁨
field-rating-3 = 보통
field-rating-4 = 좋음
field-rating-5 = 매우 좋음
field-meant = { $address } 맞습니까?
field-file-desk = 창구로 가져오세요. 지금은 없어도 계속할 수 있습니다.
field-file-phone = 또는 번호표를 뽑은 뒤 그 코드를 휴대전화로 찍어 보내세요.
field-file-there = 이미 받음: { $name }
field-limits-number = { $ends ->
    [same] { $low }
    [both] { $low }~{ $high }
    [low] { $low } 이상
   *[high] { $high } 이하
}
field-limits-date = { $ends ->
    [same] { $low }
    [both] { $low }~{ $high }
    [low] { $low }부터
   *[high] { $high }까지
}
field-limits-month = { $ends ->
    [same] { $low }
    [both] { $low }~{ $high }
    [low] { $low }부터
   *[high] { $high }까지
}
field-limits-time = { $ends ->
    [same] { $low }
    [both] { $low }~{ $high }
    [low] { $low }부터
   *[high] { $high }까지
}
field-limits-entries = { $ends ->
    [same] { $low }개
    [both] { $low }~{ $high }개
    [low] { $low }개 이상
   *[high] { $high }개까지
}
field-limits-step = { $step } 단위로
field-consent = 동의합니다
field-code = 휴대전화로 코드를 찍어 페이지를 열거나 주소를 적어 두세요:
field-code-large = 화면이 작아 코드를 보여 드릴 수 없습니다. 주소를 적어 두세요:
field-code-button = 휴대전화로 열기: { $address }
field-file-signature = 서명은 창구에서 하시면 됩니다. 지금은 그냥 계속하세요.
field-file-photo = 사진은 창구에서 찍습니다. 지금은 그냥 계속하세요.
field-entry-add = 추가: { $title }
field-entry-another = 하나 더 추가: { $title }
field-entry-change = 변경
field-entry-remove = 삭제
field-entry-really = 정말 삭제할까요?
field-entry-none = 아직 추가한 것이 없습니다
field-entry-default = 항목
field-key-choose = 선택
field-key-continue = 다음

## form: 답에서 고칠 점(키오스크와 API)

form-empty = { $type ->
    [one] 하나를 선택해 주세요
    [many] 하나 이상 선택해 주세요
    [email] 이메일 주소를 입력해 주세요
    [phone] 전화번호를 입력해 주세요
    [number] 수를 입력해 주세요
    [price] 금액을 입력해 주세요
    [date] 날짜를 입력해 주세요
    [website] 웹 주소를 입력해 주세요
    [name] 이름을 입력해 주세요
    [address] 주소를 입력해 주세요
    [file] 파일을 선택해 주세요
    [textarea] 글을 입력해 주세요
    [consent] 계속하려면 동의해 주세요
    [time] 시각을 입력해 주세요
    [month] 월을 입력해 주세요
   *[input] 답을 입력해 주세요
}
form-about = { $thing }: { $text }
form-thing = “{ $title }”
form-thing-name = 이름
form-thing-given-name = 이름
form-thing-family-name = 성
form-thing-email = 이메일 주소
form-thing-tel = 전화번호
form-thing-address-line1 = 도로명과 번호
form-thing-address-level2 = 시·군·구
form-thing-postal-code = 우편번호
form-thing-country-name = 국가
form-thing-organization = 회사
form-thing-bday = 생년월일
form-empty-name = 이름을 입력해 주세요
form-empty-given-name = 이름을 입력해 주세요
form-empty-family-name = 성을 입력해 주세요
form-empty-address-line1 = 도로명과 번호를 입력해 주세요
form-empty-address-level2 = 시·군·구를 입력해 주세요
form-empty-postal-code = 우편번호를 입력해 주세요
form-empty-country-name = 국가를 선택해 주세요
form-empty-organization = 회사 이름을 입력해 주세요
form-empty-bday = 생년월일을 입력해 주세요
form-tooLong = { $limit }자 이내로 입력해 주세요
form-tooShort = { $limit }자 이상 입력해 주세요
form-character = 표시할 수 없는 것이 있습니다: 글자, 숫자, 기호만 써 주세요
form-email = 이메일 주소를 입력해 주세요. 예: name@example.com
form-phone = 전화번호를 입력해 주세요. 예: 02-0000-0018 또는 +33 1 99 00 12 34
form-phoneCountry = 국가 번호를 붙여 전화번호를 입력해 주세요. 예: +33 1 99 00 12 34
form-phoneExtension = 내선 번호 없이 전화번호를 입력해 주세요
form-number = 숫자로 입력해 주세요. 예: 12 또는 3.5
form-price = 금액을 숫자로 입력해 주세요. 예: 12 또는 12.50
form-pricePlaces = { $places ->
        [0] 소수점 없는 금액을 입력해 주세요. 예: 12 또는 12500
       *[other] 소수점 아래 { $places }자리까지, 천 단위 구분 없이 금액을 입력해 주세요. 예: 12.50 또는 12500
    }
form-date = 올바른 날짜를 입력해 주세요. 예: 1985 3 27
form-time = 올바른 날짜와 시각을 입력해 주세요. 예: 1985 3 27, { $clock }
form-website = 웹 주소를 입력해 주세요. 예: www.example.com
form-fileType = 다음 형식의 파일이어야 합니다: { $types }
form-fileActive = 파일에 프로그램이나 다른 파일이 들어 있습니다: 새 PDF로 인쇄하거나 사진을 보내 주세요
form-fileSize = 파일은 { $limit } MB 이하여야 합니다
form-fileEmpty = 빈 파일입니다: 다른 파일을 선택해 주세요
form-fileRead = 파일을 읽지 못했습니다: 다시 선택해 주세요
form-pattern = 질문에 나온 대로 입력해 주세요
form-oneOnly = 하나만 선택해 주세요
form-shape = 답의 부분은 subItem에, 다른 답은 value나 values에 넣어 보내세요
form-otherClient = 고객 { $id }의 이 칸은 내용이 다릅니다: 빼거나 고객의 기록을 직접 바꾸세요
form-unknownChoice = 제시된 것 중에서 선택해 주세요
form-country = 목록에서 국가를 선택해 주세요
form-countryLike = 목록에서 국가를 선택해 주세요: { $name } 맞습니까?
form-other = “기타”의 내용을 적어 주세요
form-tooSmall = { $limit } 이상을 입력해 주세요
form-tooBig = { $limit } 이하를 입력해 주세요
form-tooEarly = { $limit } 이후여야 합니다
form-tooEarly-time = { $limit } 이후여야 합니다
form-tooLate = { $limit } 이전이어야 합니다
form-tooLate-time = { $limit } 이전이어야 합니다
form-integer = 정수를 입력해 주세요
form-step = { $same ->
    [yes] { $lower }: 이 값을 입력해 주세요
   *[no] { $lower } 또는 { $upper }: 그 사이의 값은 쓸 수 없습니다
}
form-check = 번호가 맞지 않습니다: 증명서의 글자와 숫자를 하나하나 비교해 주세요
form-mask = { $example }처럼 입력해 주세요
form-clock = 시각을 입력해 주세요. 예: { $clock }
form-month = 연도와 월을 입력해 주세요. 예: 2026/3
form-consent = true로 답하거나 빼 주세요
form-exclusive = “{ $name }”은(는) 다른 것과 함께 선택할 수 없습니다
form-tooFew = { $limit }개 이상 추가해 주세요
form-tooMany = { $limit }개까지만 됩니다
form-requireOne = 다음 중 하나 이상에 답해 주세요: { $titles }
form-notAsked = 다른 답에 따라 이 질문은 해당하지 않습니다: 답을 저장하지 않았습니다

## page: 번호표의 QR 코드로 열리는 페이지

page-ahead = { $count ->
    [0] 다음 차례입니다
   *[other] 앞에 { $count }명이 기다립니다
}
page-delay-deskClosed = 예상보다 오래 걸립니다: 창구 하나가 닫혔거나 다른 일을 하고 있습니다.
page-delay-putBefore = 예상보다 오래 걸립니다: 먼저 안내해야 할 분이 있습니다.
page-delay-longVisit = 예상보다 오래 걸립니다: 한 분의 업무가 길어지고 있습니다.
page-wait-not-known = 대기 시간을 아직 알 수 없습니다.
page-no-desk = 지금 열린 창구가 없습니다. 창구가 열리면 여기에 대기 시간이 나옵니다.
page-called = 차례가 되었습니다: { $desk } 앞으로 오세요
page-called-somewhere = 차례가 되었습니다
page-missed = 불러 드렸지만 오지 않으셨습니다. 직원에게 물어보세요.
page-over = 업무가 끝났습니다. 감사합니다.
page-updated = { $time } 갱신. 이 페이지는 자동으로 갱신됩니다.
page-updated-at = { $time } 갱신.
page-file-send = 이 파일 보내기
page-file-again = 대신 다른 파일 보내기
page-file-sent = 보냄: { $name }
page-file-progress = 지금까지 보냄
page-refused = 처리하지 못했습니다
page-refused-text = 뒤로 가서 잠시 뒤 다시 시도하거나 직원에게 물어보세요.
page-gone = 없는 번호표입니다
page-gone-ask = 번호표의 코드를 다시 찍거나 직원에게 물어보세요.

page-held = 자리는 그대로 있습니다: 창구에서 불러 드립니다.
page-sit = 앉아서 기다려 주세요. 번호로 불러 드립니다.
page-stale = 연결이 없습니다. 아래 시각의 내용입니다. 다시 시도하고 있습니다…
page-alert = 소리로 알림
page-keep = 이 페이지를 열어 두고 화면을 켜 두세요.
page-keep-sound = 이 페이지를 열어 두고 화면을 켜 두세요. 차례가 되면 소리가 납니다.
page-awake = 이 페이지를 열어 두세요: 화면이 꺼지지 않습니다.
page-awake-sound = 이 페이지를 열어 두세요: 화면이 꺼지지 않고, 차례가 되면 소리가 납니다.
page-start = 번호표 뽑기
page-start-none = 번호표는 입구에서 드립니다
page-start-none-text = 번호표의 코드를 찍으면 휴대전화에 그 페이지가 열립니다.
page-to-start = 업무 목록
page-nowhere = 이 주소에는 아무것도 없습니다
page-nowhere-text = 번호표나 포스터의 코드를 다시 찍거나 직원에게 물어보세요.
page-cancel = 순서 취소
page-cancel-title = 순서를 취소할까요?
page-cancel-text = 대기 줄에서 빠집니다. 다시 기다리려면 새 번호표가 필요하며 맨 뒤가 됩니다.
page-cancel-yes = 예, 취소합니다
page-cancel-no = 아니요, 계속 기다립니다
page-cancelled = 취소된 번호표입니다.
page-again = 새 번호표 뽑기
page-closed = 이미 끝난 방문입니다
page-closed-ask = 페이지가 닫혔습니다. 새로 방문하시면 새 번호표를 뽑아 주세요.
page-access = 접근성
page-access-text = 자동 검사로 확인된 범위에서 이 페이지는 EN 301 549와 WCAG 2.2 AA를 따릅니다. 키보드, 화면 낭독기, 큰 글자, 밝은 화면과 어두운 화면에서 쓸 수 있습니다.
page-access-gaps = 아직 확인되지 않음: 보조 기술을 매일 쓰는 사람이 시험해 보지 않았습니다.
page-access-staff = 이 페이지나 발권기를 쓸 수 없으면 직원이 창구에서 번호를 드립니다.
page-access-contact = 쓸 수 없는 것을 알려 주세요: { $contact }
page-access-ask = 쓸 수 없는 것을 직원에게 말씀해 주세요.

## paper: 종이 번호표와 프린터

paper-copy = 사본
paper-desk = 가실 곳: { $desk }
paper-missing = (이 프린터에 없는 글자가 있습니다)
paper-state = { $state ->
    [printing] 인쇄 중…
    [yes] 종이를 가져가세요.
    [unknown] 종이를 가져가거나 번호를 적어 두세요.
   *[no] 종이가 나오지 않습니다: 번호를 적어 두세요.
}
paper-again = 다시 인쇄
paper-trouble = { $trouble ->
    [noPaper] 용지 없음
    [paperLow] 용지가 거의 없음
    [coverOpen] 덮개가 열림
    [cutter] 절단기 걸림
    [offline] 오프라인
    [noAnswer] 응답 없음: 꺼졌거나 연결 안 됨
   *[error] 오류
}

## join: 포스터의 코드로 휴대전화에서 번호표 뽑기

join-take = 번호표 뽑기
join-choose = 선택해 주세요
join-next = 다음
join-more = 답에 따라 질문이 더 있습니다
join-remove = 삭제: { $title }
join-open = { $count }개 중에서 선택
join-sign = 칸 안에 손가락이나 마우스로 서명하거나 서명 그림을 추가해 주세요.
join-sign-pad = 서명하는 칸
join-file = { $limit } MB까지의 파일: { $types }
join-later = 나중에 번호표 페이지에서 보내거나 창구로 가져오겠습니다
join-code = 대기실 코드
join-code-hint = 대기실 화면에 있는 숫자 네 개입니다.
join-code-missing = 대기실 화면에 있는 코드를 입력해 주세요
join-code-wrong = 코드가 틀리거나 지났습니다: 지금 화면에 있는 코드를 입력해 주세요
join-unknown = 여기서는 번호표를 뽑을 수 없습니다
join-unknown-text = 이 업무는 휴대전화로 번호표를 뽑을 수 없습니다. 입구에서 뽑거나 직원에게 물어보세요.
join-closed = 이 업무는 지금 접수하지 않습니다
join-closed-text = 지금은 번호표를 더 드리지 않습니다. 다음 접수 시간은 직원에게 물어보세요.
join-busy = 지금 신청이 몰리고 있습니다
join-busy-text = 1분 뒤 다시 시도하거나 입구에서 번호표를 뽑아 주세요.
join-many = 이미 번호표가 충분합니다
join-many-text = 그 페이지에서 하나를 취소하거나 하나가 끝날 때까지 기다려 주세요. 단체는 입구에서 뽑아 주세요.
join-refused = 번호표를 뽑지 못했습니다
join-refused-text = 뒤로 가서 다시 시도하거나 입구에서 번호표를 뽑아 주세요.
join-poster = 휴대전화로 번호표를 뽑으세요
join-poster-scan = 휴대전화 카메라로 코드를 찍으세요. 열리는 페이지에 순서가 나옵니다. 열어 두시면 차례가 될 때 소리로 알려 드릴 수 있습니다.

form-fileAgain = 파일을 다시 추가해 주세요: 양식을 모두 채웠을 때만 저장됩니다
form-fileRoom = 지금은 파일을 받을 수 없습니다: 창구로 가져오세요
form-fileGone = 파일을 다시 추가해 주세요: 보내신 파일이 남아 있지 않습니다
page-consent-title = 다른 프로그램의 사용 허가
page-consent-asks = { $name } 프로그램이 “{ $role }” 역할로 대기열을 다루려고 합니다.
page-consent-goes = 허용하면 { $address } 주소로 갑니다.
page-consent-key = 계정 관리자의 키를 사용하세요.
page-consent-allow = 허용
page-consent-deny = 허용 안 함
page-consent-wrong = 관리자의 키와 토큰이 아닙니다.
page-consent-unknown = 등록되지 않은 프로그램이거나, 등록되지 않은 주소로 보내려고 합니다.
