"""The stages, one module each, by the names that recipes use. Importing this package imports none of them."""

#: name in a recipe -> class in the module of the same name
STAGES = {
    "decode": "Decode",
    "han_check": "HanCheck",
    "extract": "Extract",
    "normalise": "Normalise",
    "language": "Language",
    "script": "Script",
    "lines": "Lines",
    "quality": "Quality",
    "toxicity": "Toxicity",
    "pii": "Pii",
    # in no default recipe: models of the user's own; measures that need word segmentation
    "classifier": "Classifier",
    "words": "Words",
    "perplexity": "Perplexity",
}
