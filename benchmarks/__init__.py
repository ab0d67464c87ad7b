"""How fast the portal is, and whether anything is lost: beside a bare page, in the last hour, and when it is killed."""
