"""What is given back of a form, and what never is."""

from flask import Flask

from portal.web.kept import typed_fields


def test_everything_but_secrets_is_given_back_in_order() -> None:
    sent = {
        "csrf_token": "x", "need": "Evenings\r\nare long", "address-postcode": "SO14 2AA", "password": "p",
        "current_password": "p", "password-again": "p", "code": "123456", "Code": "1", "encoded": "kept",
        "token": "t", "empty": "",
    }  # fmt: skip
    with Flask("site").test_request_context("/", method="POST", data=sent):
        assert typed_fields() == [
            ("need", "Evenings\r\nare long"),
            ("address-postcode", "SO14 2AA"),
            ("encoded", "kept"),
            ("empty", ""),
        ]
