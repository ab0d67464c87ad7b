"""How fair a round was: who was funded, how assessors scored beside each other, how long they took."""
