"""Who reaches the pages of accounts: the doors are open to everyone, an account to its own person."""

from tests.contracts.access_grid.row import Row

EVERYONE = dict(
    anonymous="ok", amina="ok", vera="ok", owen="ok", nell="ok", asha="ok", ines="ok", olive="ok", grace="ok", sam="ok"
)
# Steps of the way in are open to everyone too; who is not on it is led to its beginning.
SIGNED_IN = dict(
    anonymous="sign-in",
    amina="ok",
    vera="ok",
    owen="ok",
    nell="ok",
    asha="ok",
    ines="ok",
    olive="ok",
    grace="ok",
    sam="ok",
)

ROWS = [
    Row("GET", "/register", **EVERYONE),
    Row("POST", "/register", **EVERYONE),
    Row("GET", "/check-your-email", **EVERYONE),
    Row("POST", "/check-your-email", **EVERYONE),
    Row("GET", "/sign-in", **EVERYONE),
    Row("POST", "/sign-in", **EVERYONE),
    Row("GET", "/sign-in/link", **EVERYONE),
    Row("POST", "/sign-in/link", **EVERYONE),
    Row("GET", "/reset", **EVERYONE),
    Row("POST", "/reset", **EVERYONE),
    Row("GET", "/sign-in/code", **EVERYONE),
    Row("POST", "/sign-in/code", **EVERYONE),
    Row("GET", "/sign-in/set-up", **EVERYONE),
    Row("POST", "/sign-in/set-up", **EVERYONE),
    Row("GET", "/verify/made-up", **EVERYONE),
    Row("POST", "/verify/made-up", **EVERYONE),
    Row("GET", "/sign-in/link/made-up", **EVERYONE),
    Row("POST", "/sign-in/link/made-up", **EVERYONE),
    Row("GET", "/reset/made-up", **EVERYONE),
    Row("POST", "/reset/made-up", **EVERYONE),
    Row("POST", "/links/made-up/again", **EVERYONE),
    Row("POST", "/sign-out", **EVERYONE),
    Row("GET", "/signed-out", **EVERYONE),
    Row("GET", "/confirm-password", **SIGNED_IN),
    Row("POST", "/confirm-password", **SIGNED_IN),
    Row("GET", "/account/details", **SIGNED_IN),
    Row("POST", "/account/details", **SIGNED_IN),
    Row("GET", "/account/password", **SIGNED_IN),
    Row("POST", "/account/password", **SIGNED_IN),
    Row("GET", "/account/second-factor/set-up", **SIGNED_IN),
    Row("POST", "/account/second-factor/set-up", **SIGNED_IN),
    Row("GET", "/account/second-factor/codes", **SIGNED_IN),
    Row("POST", "/account/second-factor/codes", **SIGNED_IN),
    Row("GET", "/account", **SIGNED_IN),
    Row("GET", "/account/second-factor", **SIGNED_IN),
    Row("POST", "/account/sign-out-everywhere", **SIGNED_IN),
]
