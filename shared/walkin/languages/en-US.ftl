# What American English says in other words than en.ftl, which has all the rest.

counter-key-colours = Colors
counter-help-colours = other colors
counter-status-deleted = canceled
launcher-key-theme = Colors
page-cancelled = This ticket was canceled.
form-thing-postal-code = ZIP code
form-thing-address-level2 = City
form-empty-postal-code = Enter the ZIP code
form-empty-address-level2 = Enter the city

field-expected-date = Like 3 27 1985
field-expected-time = Like 3 27 1985 at { $clock }
form-date = Enter a real date, like 3 27 1985
form-time = Enter a real date and a time, like 3 27 1985 at { $clock }
