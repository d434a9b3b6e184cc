"""How passwords are kept: Argon2id at a measured cost (OWASP's minimum or more)."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class MailsvcArgon2Hasher(Argon2PasswordHasher):
    """Argon2id with 19 MiB, two passes, one lane: about 25 ms of one core.

    Django's default takes 100 MiB and eight lanes; a few dozen sign-ins at a
    time would then exhaust a small machine.
    """

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
