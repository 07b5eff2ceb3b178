"""People's data in the database: what is kept where, its export, its erasure and its expiry."""
