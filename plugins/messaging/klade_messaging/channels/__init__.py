"""Ways out of Klade: e-mail by SMTP, SMS by a gateway. Set up for the whole installation by its environment."""
