"""The SMTP doors: MX for strangers, LMTP for a front MTA, submission for people.

A door parses, calls one service and answers. What a session may ask for lives in
`session.py`; what each door adds to it in `mx.py`, `lmtp.py` and `submission.py`.
"""
