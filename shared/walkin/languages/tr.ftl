# Bu dosya, Walkin'in bekleyenlere Türkçe söylediklerini içerir. Gerisi İngilizce söylenir.
# Not yet read by a native speaker.
#
# Değiştirmek için: yalnızca “=” işaretinin sağındaki metni değiştirin. Soldaki adı ve { $count } gibi süslü parantez
# içindekileri bırakın: Walkin oraya bir sayı veya ad koyar. UTF-8 olarak kaydedin ve Walkin'i yeniden başlatın.
# Hata metinleri I veya İ ile başlamamalı: başka bir metnin ardında ilk harf küçültülür, program o harfleri bilmez.
#
# Sözcükler: sıra numarası, fiş (ticket), hizmet, gişe (desk), çağrı, bekleme süresi, sıra (queue), görevli (staff).
# Biçem: yalın sözcükler, kısa cümleler, siz; düğmeler makineye verilen komutlardır.

language-name = Türkçe

## app

app-name = Walkin
app-back = Geri
app-close = Kapat
app-retry = Yeniden dene
app-quit = Çıkış
app-language = Dil
app-loading = Bir dakika…
app-too-small = Bu pencere çok küçük. Walkin için { $columns } × { $rows } gerekli, bu pencere { $wide } × { $high }.
app-too-small-hint = Pencereyi büyütün veya harfleri küçültün.
app-mistake = Programdaki bir hata nedeniyle olmadı. Ayrıntılar: { $file }
app-mistake-no-file = Programdaki bir hata nedeniyle olmadı.
app-crashed = Walkin bir hata nedeniyle durdu. Ayrıntılar: { $file }
app-crashed-no-file = Walkin bir hata nedeniyle durdu. Ayrıntılar kaydedilemedi.

## duration

duration-short = < 1 dk
duration-minutes = { $minutes } dk
duration-hours = { $hours } sa { $minutes } dk

## answer

answer-yes = evet
answer-no = hayır
answer-other = diğer: { $text }
answer-rating = { $place } / { $count } ({ $name })
answer-rating-scale = { $name } ({ $first } – { $last })
answer-file-deferred = Sonra gelecek
answer-consent = Onaylandı

## wait

wait-range = yaklaşık { $low }–{ $high } dakika
wait-up-to = en çok { $minutes } dakika
wait-over = { $minutes ->
    [60] bir saatten uzun
   *[other] { $minutes } dakikadan uzun
}
wait-not-known = süre henüz belli değil
wait-no-desk = şu an açık gişe yok
wait-server-away = bağlantı yok: bekleme süresi bilinmiyor, ama sıradaki yeriniz duruyor

## app: keys

app-keyname-enter = Enter
app-keyname-escape = Esc
app-keyname-space = Boşluk
app-keyname-tab = Tab
app-keyname-backspace = Geri sil
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

app-theme-office = Ofis (açık)
app-theme-night = Gece (koyu)
app-theme-contrast = Yüksek karşıtlık
app-theme-paper = Kâğıt (sıcak, açık)
app-theme-garden = Bahçe (yeşil, koyu)

app-theme-problem-unreadable = { $file } tema dosyası okunamıyor.
app-theme-problem-format = { $file } tema dosyası gerektiği gibi yazılmamış: { $reason }.
app-theme-problem-missing = { $file } tema dosyasında “{ $key }” rengi yok.
app-theme-problem-colour = { $file } tema dosyasında “{ $value }” bir renk değil ({ $key }).
app-theme-problem-unknown = { $file } tema dosyasında bilinmeyen bir girdi var: “{ $key }”. Gerisi kullanılıyor.
app-theme-problem-contrast = { $file } teması zor okunuyor: { $ground } üzerinde { $text } için karşıtlık { $ratio }, en az { $least } gerekli.
app-theme-problem-name = “{ $name }” adlı bir tema yok. Walkin “{ $used }” temasını kullanıyor.
app-new-office = { $place } içinde yeni bir ofis oluşturuldu: hiç yoktu.

## display

display-serving = Şu an gişede
display-desk = Gişe
display-number = Numara
display-waiting = Bekleyen: { $count }
display-waiting-service = { $service }: { $count }
display-minutes = { $range } dk
display-join-code = Telefon kodu
display-nobody = Numaranız burada görünecek.
display-link-down = Yeniden bağlanıyor… son güncelleme { $time }
display-link-never = Bağlanıyor…
display-mistake = Ekran, programdaki bir hatadan sonra yeniden başlatıldı.
display-no-desk = “desk” düzeni için “desk” ayarı gerekli: ekranın üzerinde asılı olduğu gişenin adı.
display-too-small = Numaraların yüksekliği { $have } mm; { $seat } m uzaktan { $least } mm olmalı. Terminalde daha büyük harfler veya daha büyük bir ekran seçin.
display-no-sound = Ses yok: çağrılar yalnızca gösteriliyor. Nedeni günlükte yazıyor.
display-no-speech = Burada konuşabilen bir program yok. “speech” ekini veya espeak-ng programını kurun ya da speech_command ayarını girin.
display-no-voice = { $language } dili için ses yok.

call-say = { $number } numara, { $desk }
call-say-somewhere = { $number } numara, gişeye gelin

## desk-name

desk-name-desk = gişe
desk-name-counter = banko
desk-name-window = gişe
desk-name-room = oda
desk-name-office = ofis

## kiosk

kiosk-welcome = Hoş geldiniz. Size nasıl yardımcı olabiliriz?
kiosk-open = Açık
kiosk-closed = Kapalı
kiosk-service-closed = Kapalı
kiosk-all-closed = Şu anda bütün hizmetler kapalı.
kiosk-away = { $minutes ->
    [0] Bağlantı yok. Bağlantı gelince sıra numarası alabilirsiniz. O zamana kadar görevliler size yardımcı olabilir.
    [one] 1 dakikadır bağlantı yok. Bağlantı gelince sıra numarası alabilirsiniz. O zamana kadar görevliler size yardımcı olabilir.
   *[other] { $minutes } dakikadır bağlantı yok. Bağlantı gelince sıra numarası alabilirsiniz. O zamana kadar görevliler size yardımcı olabilir.
}
kiosk-offline = Şu anda bağlantı yok. Yine de sıra numarası alabilirsiniz.
kiosk-offline-used-up = Bağlantı gelene kadar numara yok
kiosk-more-services = Diğer hizmetler ▼
kiosk-first-services = ▲ İlk hizmetler
kiosk-start-over = Baştan başla
kiosk-read-aloud = Sesli oku
kiosk-read-end = Sesi kapat
kiosk-help = Görevli çağır
kiosk-appearance = Aa
kiosk-help-calling = Görevli çağrılıyor…
kiosk-help-called = Görevli çağrıldı. Burada bekleyin.
kiosk-help-coming = Bir görevli size geliyor.
kiosk-help-away = Bağlantı yok: görevli çağrılamadı. Bir gişeye gidin.
kiosk-help-lost = Bağlantı koptu. Kimse gelmezse bir gişeye gidin.
kiosk-waiting = { $count ->
    [0] Bekleyen yok
   *[other] { $count } bekliyor
}
kiosk-progress = { $about ->
    [yes] Soru { $number } / yaklaşık { $count }
   *[no] Soru { $number } / { $count }
}
kiosk-part = { $about ->
    [yes] Bölüm { $number } / yaklaşık { $count }
   *[no] Bölüm { $number } / { $count }
}
kiosk-continue = Devam
kiosk-keyboard = Klavye
kiosk-keyboard-hide = Klavyeyi gizle
kiosk-board-shift = Shift
kiosk-board-delete = Sil
kiosk-board-clear = Temizle
kiosk-board-space = Boşluk
kiosk-board-line = Yeni satır
kiosk-board-next = Sonraki
kiosk-problem-title = Bir sorun var
kiosk-check-title = Yanıtlarınızı kontrol edin
kiosk-answers = Yanıtlar { $first }–{ $last }
kiosk-answers-of = Yanıtlar { $first }–{ $last } / { $count }
kiosk-change = Değiştir
kiosk-not-provided = Girilmedi
kiosk-show = Göster
kiosk-hide = Gizle
kiosk-show-all = Tümünü göster
kiosk-brought = { $count ->
    [0] Kodda bu form için yanıt yok.
    [one] Koddan 1 yanıt dolduruldu.
   *[other] Koddan { $count } yanıt dolduruldu.
}
kiosk-brought-start = Kod okundu. Geldiğiniz hizmeti seçin.
kiosk-code-foreign = Bu kod bu kiosk için değil. Hiçbir şey seçilmedi.
kiosk-code-typed = Bunu bir kod okuyucu doldurdu. Devam etmeden önce kontrol edin.
kiosk-preview-result = Kioskun göndereceği
kiosk-preview-broken = Formun hatasız son sürümü. Düzeltilecek:
kiosk-take = Sıra numarası al
kiosk-your-number = Numaranız
kiosk-ahead = { $count ->
    [0] Önünüzde kimse yok
    [one] Önünüzde 1 kişi var
   *[other] Önünüzde { $count } kişi var
}
kiosk-expected = Bekleme süresi: { $wait }
kiosk-issued = Alındığı saat: { $time }
kiosk-sit = Oturun. Numaranız çağrılacak.
kiosk-scan = Telefonda açın
kiosk-closes = Bu sayfa son dokunuştan { $seconds } saniye sonra kapanır.
kiosk-keep = Ekranda tut
kiosk-kept = Bu sayfa { $minutes } dakika veya siz Bitti’ye basana kadar kalır.
kiosk-done = Bitti
kiosk-away-title = Sıra numarası henüz alınamadı
kiosk-away-text = Yazdıklarınız kaybolmadı. Şu anda bağlantı yok.
kiosk-away-again = Kiosk denemeye devam ediyor.
kiosk-closed-title = Bu hizmet az önce kapandı
kiosk-closed-text = Şimdilik başka sıra numarası verilmiyor. Ne zaman geleceğinizi görevliler söyleyebilir.
kiosk-refused-title = Sıra numarası alınamadı
kiosk-to-start = Başa dön
kiosk-still-title = Hâlâ orada mısınız?
kiosk-still-text = { $count ->
    [one] 1 saniye içinde bu ekran başa döner ve yazdıklarınız silinir.
   *[other] { $count } saniye içinde bu ekran başa döner ve yazdıklarınız silinir.
}
kiosk-still-more = Daha çok zaman
kiosk-over-title = Baştan başlansın mı?
kiosk-over-text = Girdikleriniz silinecek.
kiosk-over-stay = Devam et
kiosk-leave-title = Kiosktan çıkılsın mı?
kiosk-leave-pin = Görevli PIN’i:
kiosk-leave-wrong = PIN bu değil.
kiosk-leave-wait = { $count ->
    [one] PIN bu değil. 1 saniye sonra yeniden deneyin.
   *[other] PIN bu değil. { $count } saniye sonra yeniden deneyin.
}
kiosk-leave-wait-minutes = PIN bu değil. { $count } dakika sonra yeniden deneyin.
kiosk-leave-tries = { $count ->
    [one] 1 yanlış deneme: { $time }.
   *[other] { $count } yanlış deneme, sonuncusu: { $time }.
}
kiosk-leave-clear = Temizle
kiosk-leave-go = Çık
kiosk-leave-stay = Kal
kiosk-line-again = Tekrarla
kiosk-line-signs = Neler yazabilirsiniz
kiosk-line-several = Numaraları aralarında boşlukla yazın. Devam etmek için Enter.
kiosk-line-area = Boş bir satır metni bitirir.

## kiosk: keys

kiosk-key-back = Geri
kiosk-key-continue = Devam
kiosk-key-pick = Seç
kiosk-key-next = Sonraki
kiosk-key-keyboard = Ekran klavyesi
kiosk-key-take = Sıra numarası al
kiosk-key-help = Görevli çağır
kiosk-key-done = Bitti
kiosk-say-on = Sesli okuma açık. Ok tuşları gezdirir. Enter seçer, Escape geri gider. F4 yineler, F5 duraklatır, F6 ve F7 sesi ayarlar, F2 sesli okumayı kapatır.
kiosk-say-off = Sesli okuma kapalı.
kiosk-say-button = düğme
kiosk-say-entry = metin alanı
kiosk-say-empty = boş
kiosk-say-filled = dolduruldu, kulaklıksız sesli okunmaz
kiosk-say-chosen = seçili
kiosk-say-not-chosen = seçili değil
kiosk-say-place = { $number } / { $count }
kiosk-say-star = yıldız
kiosk-say-deleted = { $letter } silindi
kiosk-say-volume = Ses { $percent }
kiosk-say-headphones = Kulaklık kullanıyor musunuz? O zaman yanıtlarınız da okunur.

## field

field-optional = { $title } (isteğe bağlı)
field-day = Gün
field-month = Ay
field-year = Yıl
field-time = Saat
field-clear = Temizle
field-today = Bugün
# Tarih yerine gün olarak yazılabilecekler, virgülle ayrılmış
field-today-words = bugün
field-birth-words = doğum, doğduğ
field-other = Diğer: yazın
field-chosen = { $count ->
    [0] Uygun olanların hepsini seçin
    [one] 1 seçildi: { $names }
   *[other] { $count } seçildi: { $names }
}
field-chosen-one = Seçilen: { $name }
field-search = Aramak için yazın
field-all = { $count ->
    [one] 1 seçenek
   *[other] { $count } seçenek
}
field-matches = { $count ->
    [0] Bulunamadı: daha az harf deneyin
    [one] 1 sonuç
   *[other] { $count } sonuç
}
field-up = ◂ { $name }: tüm gruplar
field-expected-number = Rakamla, örneğin { $example }
field-expected-price = Rakamla bir tutar, örneğin { $example }
field-expected-website = Örneğin www.example.com
field-expected-date = Örn. 27 3 1985
field-expected-time = Örn. 27 3 1985, saat { $clock }
field-expected-clock = Örn. { $clock }
field-expected-month = Ay ve yıl, örneğin 3/2026
field-expected-like = Örn. { $example }
field-rating-1 = Çok kötü
field-rating-2 = Kötü
field-rating-3 = Orta
field-rating-4 = İyi
field-rating-5 = Çok iyi
field-meant = Bunu mu demek istediniz: { $address }?
field-file-desk = Gişeye getirin: şimdi onsuz devam edebilirsiniz.
field-file-phone = Veya telefonla gönderin: numara aldıktan sonra fişteki kodu okutun.
field-file-there = Daha önce alındı: { $name }
field-limits-number = { $ends ->
    [same] { $low }
    [both] { $low } – { $high } arası
    [low] { $low } veya üstü
   *[high] { $high } veya altı
}
field-limits-date = { $ends ->
    [same] { $low }
    [both] { $low } – { $high } arası
    [low] { $low } veya sonrası
   *[high] { $high } veya öncesi
}
field-limits-month = { $ends ->
    [same] { $low }
    [both] { $low } – { $high } arası
    [low] { $low } veya sonrası
   *[high] { $high } veya öncesi
}
field-limits-time = { $ends ->
    [same] Saat { $low }
    [both] Saat { $low } – { $high } arası
    [low] Saat { $low } veya sonrası
   *[high] Saat { $high } veya öncesi
}
field-limits-entries = { $ends ->
    [same] Tam { $low } tane
    [both] { $low } – { $high } tane
    [low] En az { $low } tane
   *[high] En çok { $high } tane
}
field-limits-step = Adım: { $step }
field-consent = Kabul ediyorum
field-code = Sayfayı açmak için telefonunuzu koda tutun veya adresi not edin:
field-code-large = Bu ekran adresin kodu için çok küçük. Adresi not edin:
field-code-button = Telefonda açın: { $address }
field-file-signature = Gişede imzalayacaksınız: şimdi imzasız devam edin.
field-file-photo = Fotoğrafınız gişede çekilecek: şimdi fotoğrafsız devam edin.
field-entry-add = Ekle: { $title }
field-entry-another = Bir tane daha: { $title }
field-entry-change = Değiştir
field-entry-remove = Kaldır
field-entry-really = Kaldırılsın mı?
field-entry-none = Henüz eklenmedi
field-entry-default = Kayıt
field-key-choose = Seç
field-key-continue = Devam

## form

form-empty = { $type ->
    [one] Bir seçenek seçin
    [many] Bir veya daha çok seçenek seçin
    [email] Bir e-posta adresi girin
    [phone] Bir telefon numarası girin
    [number] Bir sayı girin
    [price] Bir tutar girin
    [date] Bir tarih girin
    [website] Bir web adresi girin
    [name] Bir ad girin
    [address] Bir adres girin
    [file] Bir dosya seçin
    [textarea] Bir metin girin
    [consent] Devam etmek için kabul edin
    [time] Bir saat girin
    [month] Bir ay girin
   *[input] Bir yanıt girin
}
form-about = { $thing }: { $text }
form-thing = “{ $title }”
form-thing-name = Ad soyad
form-thing-given-name = Ad
form-thing-family-name = Soyadı
form-thing-email = E-posta adresi
form-thing-tel = Telefon numarası
form-thing-address-line1 = Sokak ve numara
form-thing-address-level2 = Şehir
form-thing-postal-code = Posta kodu
form-thing-country-name = Ülke
form-thing-organization = Şirket
form-thing-bday = Doğum tarihi
form-empty-name = Adınızı ve soyadınızı girin
form-empty-given-name = Adınızı girin
form-empty-family-name = Soyadınızı girin
form-empty-address-line1 = Sokağı ve numarayı girin
form-empty-address-level2 = Şehri girin
form-empty-postal-code = Posta kodunu girin
form-empty-country-name = Bir ülke seçin
form-empty-organization = Şirketin adını girin
form-empty-bday = Doğum tarihinizi girin
form-tooLong = { $limit ->
    [one] En çok 1 karakter kullanın
   *[other] En çok { $limit } karakter kullanın
}
form-tooShort = { $limit ->
    [one] En az 1 karakter kullanın
   *[other] En az { $limit } karakter kullanın
}
form-character = Yalnızca harf, rakam ve işaret kullanın: bir karakter gösterilemiyor
form-email = Bir e-posta adresi girin, örneğin ad@example.com
form-phone = Bir telefon numarası girin, örneğin 0212 345 67 89 veya +44 20 7946 0018
form-phoneCountry = Telefon numarasını ülke koduyla girin, örneğin +90 212 345 67 89
form-phoneExtension = Telefon numarasını dahili numara olmadan girin
form-number = Rakamla bir sayı girin, örneğin 12 veya 3,5
form-price = Rakamla bir tutar girin, örneğin 12 veya 12,50
form-pricePlaces = { $places ->
    [0] Ondalıksız, tam bir tutar girin, örneğin 12 veya 12500
    [one] En çok 1 ondalıklı bir tutar girin, binlikleri ayırmayın, örneğin 12,5 veya 12500
   *[other] En çok { $places } ondalıklı bir tutar girin, binlikleri ayırmayın, örneğin 12,50 veya 12500
}
form-date = Gerçek bir tarih girin, örneğin 27 3 1985
form-time = Gerçek bir tarih ve saat girin, örneğin 27 3 1985, saat { $clock }
form-website = Bir web adresi girin, örneğin www.example.com
form-fileType = Dosya şu türlerden biri olmalı: { $types }
form-fileActive = Dosya program veya başka dosyalar içeriyor: yeni bir PDF olarak yazdırın veya fotoğraf gönderin
form-fileSize = Dosya en çok { $limit } MB olabilir
form-fileEmpty = Dosya boş: başka bir dosya seçin
form-fileRead = Dosya okunamadı: yeniden seçin
form-pattern = Soruda anlatıldığı gibi girin
form-oneOnly = Yalnızca bir seçenek seçin
form-shape = Bir yanıtın bölümlerini subItem içinde, diğer yanıtları value veya values içinde gönderin
form-otherClient = { $id } müşterisinde burada başka bir şey var: göndermeyin veya müşterinin kendi kaydını değiştirin
form-unknownChoice = Sunulan seçeneklerden birini seçin
form-country = Listeden bir ülke seçin
form-countryLike = Listeden bir ülke seçin: { $name } mi demek istediniz?
form-other = “Diğer” ile ne demek istediğinizi yazın
form-tooSmall = { $limit } veya üstünü girin
form-tooBig = { $limit } veya altını girin
form-tooEarly = En erken: { $limit }
form-tooEarly-time = En erken saat { $limit }
form-tooLate = En geç: { $limit }
form-tooLate-time = En geç saat { $limit }
form-integer = Tam bir sayı girin
form-step = { $same ->
    [yes] Girilebilecek değer: { $lower }
   *[no] { $lower } veya { $upper } girin: arası mümkün değil
}
form-check = Bu numara doğru olamaz: her harfi ve rakamı belgenizle karşılaştırın
form-mask = Şöyle girin: { $example }
form-clock = Bir saat girin, örneğin { $clock }
form-month = Bir ay ve yıl girin, örneğin 3/2026
form-consent = Yanıt olarak true gönderin veya hiç göndermeyin
form-exclusive = “{ $name }” başka bir seçenekle birlikte seçilemez
form-tooFew = { $limit ->
    [one] En az bir tane ekleyin
   *[other] En az { $limit } tane ekleyin
}
form-tooMany = { $limit ->
    [one] Yalnızca bir tane olabilir
   *[other] En çok { $limit } tane olabilir
}
form-requireOne = Bunlardan en az birini yanıtlayın: { $titles }
form-notAsked = Bu soru diğer yanıtlardan sonra geçerli değil: yanıtı saklanmadı

## page

page-ahead = { $count ->
    [0] Sıradaki sizsiniz
    [one] Önünüzde 1 kişi var
   *[other] Önünüzde { $count } kişi var
}
page-delay-deskClosed = Bekleme, söylediğimizden uzun: bir gişe kapandı veya başka işi var.
page-delay-putBefore = Bekleme, söylediğimizden uzun: birinin öne geçmesi gerekti.
page-delay-longVisit = Bekleme, söylediğimizden uzun: bir işlem alışılmadık kadar uzun sürüyor.
page-wait-not-known = Bekleme süresini henüz bilmiyoruz.
page-no-desk = Şu anda açık gişe yok. Bir gişe açılınca bekleme süresini burada görürsünüz.
page-called = Sıra sizde: { $desk }
page-called-somewhere = Sıra sizde
page-missed = Çağrıldınız ama gelmediniz. Görevliye danışın.
page-over = Bu ziyaret sona erdi. Teşekkür ederiz.
page-updated = Güncelleme: { $time }. Bu sayfa kendiliğinden güncellenir.
page-updated-at = Güncelleme: { $time }.
page-file-send = Bu dosyayı gönder
page-file-again = Yerine başka bir dosya gönder
page-file-sent = Gönderildi: { $name }
page-file-progress = Şimdiye dek gönderilen
page-refused = Olmadı
page-refused-text = Geri dönüp biraz sonra yeniden deneyin veya görevliye danışın.
page-gone = Böyle bir sıra numarası yok
page-gone-ask = Fişinizdeki kodu yeniden okutun veya görevliye danışın.

page-held = Yeriniz saklanıyor: bir gişe sizi çağıracak.
page-sit = Oturun. Numaranız çağrılacak.
page-stale = Bağlantı yok. Gördükleriniz aşağıdaki saate ait. Yeniden deneniyor…
page-alert = Beni sesle uyar
page-keep = Bu sayfayı ve ekranı açık tutun.
page-keep-sound = Bu sayfayı ve ekranı açık tutun; sıra size gelince ses çıkarır.
page-awake = Bu sayfayı açık tutun: ekran kapanmaz.
page-awake-sound = Bu sayfayı açık tutun: ekran kapanmaz ve sıra size gelince ses çıkarır.
page-start = Sıra numarası al
page-start-none = Sıra numaraları girişte verilir
page-start-none-text = Fişinizdeki kod, numaranızın sayfasını telefonunuzda açar.
page-to-start = Bu ofisin hizmetleri
page-nowhere = Bu adreste bir şey yok
page-nowhere-text = Fişinizdeki veya afişteki kodu yeniden okutun ya da görevliye danışın.
page-cancel = Sıramı iptal et
page-cancel-title = Sıranız iptal edilsin mi?
page-cancel-text = Sıradan çıkarsınız. Dönmek için sıranın sonunda yeni bir numara gerekir.
page-cancel-yes = Evet, sıramı iptal et
page-cancel-no = Hayır, sıramı koru
page-cancelled = Bu sıra numarası iptal edildi.
page-again = Yeni sıra numarası al
page-closed = Bu ziyaret bir süre önce sona erdi
page-closed-ask = Sayfası kapandı. Yeni bir ziyaret için yeni sıra numarası alın.
page-access = Erişilebilirlik
page-access-text = Bu sayfalar, otomatik testlerin gösterdiği kadarıyla EN 301 549 ve WCAG 2.2 AA’ya uyar. Klavyeyle, ekran okuyucuyla, büyük harflerle, açık ve koyu renkte çalışır.
page-access-gaps = Henüz gösterilmedi: yardımcı teknolojileri her gün kullanan kimse denemedi.
page-access-staff = Bu sayfaları veya makineyi kullanamıyorsanız görevliler size bir masada numara verir.
page-access-contact = Neyi kullanamadığınızı bize söyleyin: { $contact }
page-access-ask = Neyi kullanamadığınızı görevlilere söyleyin.

## paper

paper-copy = KOPYA
paper-desk = Gidin: { $desk }
paper-missing = (bu yazıcıda olmayan harflerle)
paper-state = { $state ->
    [printing] Yazdırılıyor…
    [yes] Fişinizi alın.
    [unknown] Fişinizi alın veya bu numarayı not edin.
   *[no] Bugün fiş yok: bu numarayı not edin.
}
paper-again = Yeniden yazdır
paper-trouble = { $trouble ->
    [noPaper] kâğıt yok
    [paperLow] kâğıt bitmek üzere
    [coverOpen] kapak açık
    [cutter] kesici sıkıştı
    [offline] çevrimdışı
    [noAnswer] yanıt yok: kapalı veya bağlı değil
   *[error] bir hata
}

## join

join-take = Sıra numarası al
join-choose = Seçin
join-next = Devam
join-more = Bu yanıtlar nedeniyle başka sorular var
join-remove = Kaldır: { $title }
join-open = { $count ->
    [one] 1 seçenekten seçin
   *[other] { $count } seçenekten seçin
}
join-sign = Kutuya parmağınızla veya fareyle imza atın ya da imzanızın resmini ekleyin.
join-sign-pad = İmza kutusu
join-file = En çok { $limit } MB bir dosya: { $types }
join-later = Daha sonra numaramın sayfasından gönderirim veya gişeye getiririm
join-code = Bekleme salonunun kodu
join-code-hint = Bekleme salonundaki ekranda yazan dört rakam.
join-code-missing = Bekleme salonundaki ekranda yazan kodu girin
join-code-wrong = Bu kod yanlış veya eski: ekranda şu an yazan kodu girin
join-unknown = Burada sıra numarası alınamaz
join-unknown-text = Bu hizmet telefonla numara vermiyor. Girişten bir numara alın veya görevliye danışın.
join-closed = Bu hizmet şu anda kapalı
join-closed-text = Şimdilik başka sıra numarası verilmiyor. Ne zaman geleceğinizi görevliler söyleyebilir.
join-busy = Aynı anda çok fazla numara alınıyor
join-busy-text = Bir dakika bekleyip yeniden deneyin veya girişten numara alın.
join-many = Yeterince sıra numaranız var
join-many-text = Birini sayfasından iptal edin veya birinin işi bitene kadar bekleyin. Kalabalık gruplar numaralarını girişten alır.
join-refused = Sıra numarası alınamadı
join-refused-text = Geri dönüp yeniden deneyin veya girişten numara alın.
join-poster = Telefonunuzla sıra numarası alın
join-poster-scan = Telefonunuzun kamerasını koda tutun. Açılan sayfa sıradaki yerinizi gösterir. Sayfayı açık tutun: sıra size gelince ses çıkarabilir.

form-fileAgain = Dosyayı yeniden ekleyin: yalnızca eksiksiz bir formla saklanır
form-fileRoom = Şu an dosyalar için yer yok: gişeye getirin
form-fileGone = Dosyayı yeniden ekleyin: gönderilen dosya artık burada değil
page-consent-title = Başka bir program için izin
page-consent-asks = { $name }, sıralarınızla “{ $role }” rolünde çalışmak istiyor.
page-consent-goes = İzin verirseniz { $address } adresine gidersiniz.
page-consent-key = Hesabınızdaki bir yöneticinin anahtarını kullanın.
page-consent-allow = İzin ver
page-consent-deny = İzin verme
page-consent-wrong = Bu, bir yöneticinin anahtarı ve belirteci değil.
page-consent-unknown = Bu program burada tanınmıyor veya sizi kayıtlı olmadığı bir adrese göndermek istiyor.
