# Ce que le français du Canada dit avec d'autres mots que fr.ftl, qui contient tout le reste.

counter-details-email = Courriel
counter-edit-emailAddress = Courriel
form-email = Saisissez une adresse courriel, comme nom@example.com
form-thing-email = Adresse courriel
