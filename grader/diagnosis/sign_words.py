"""What each sign means, in words that hold nothing of what the code computed."""

from collections.abc import Mapping
from typing import Final

__all__ = ["SIGN_WORDS"]

SIGN_WORDS: Final[Mapping[str, str]] = {
    "transposed": (
        "The values are right, and their rows and columns are exchanged. A gradient has the shape"
        " of its variable."
    ),
    "extra-dimension": (
        "The numbers are right, with an axis too many or too few. The docstring says which shape is due."
    ),
    "not-summed-over-the-samples": (
        "There is still an entry for every sample. What all samples share gets the sum of what "
        "each contributes."
    ),
    "not-averaged-over-the-samples": (
        "There is still an entry for every sample. The mean over the samples is one number."
    ),
    "summed-over-everything": (
        "A sum without an axis adds up everything. Say over which axis it goes: what is left has "
        "the shape of the variable."
    ),
    "every-row-with-every-row": (
        "A column and a flat array are combined, each entry of the one with every entry of the "
        "other. Give both the same shape first."
    ),
    "not-finite": (
        "Such a number comes of a division by zero, a logarithm of zero, or an exponential of a "
        "large number. Look for the first step in which that can happen."
    ),
    "all-zero": "Nothing arrives here. Follow the gradient from the loss: which step passes nothing on?",
    "exchanged": (
        "Two values are right and in each other's place. In a product, each factor gets the "
        "gradient times the other factor."
    ),
    "constant-ratio": (
        "The values are right but for one factor. Count how often each factor of the formula "
        "occurs: it belongs there once, and every later step inherits it."
    ),
    "proportional-to-an-input": (
        "What is too much is proportional to one of the inputs, as the gradient of a penalty on "
        "it would be. The loss of this assignment has no such term."
    ),
    "off-by-a-constant": (
        "All entries are off by the same amount: a term is added that should not be, or is missing."
    ),
    "first-wrong": (
        "One value is wrong before all others, and what it is computed from is right. Begin with the step "
        "that computes it."
    ),
}
