"""The model's client: one request in, one value out, whatever an OpenAI-compatible server does.

    endpoint   which host, which model, whose key: worked out from the settings and the environment
    request    what is asked, and the shape of the answer
    ladder     how the shape is asked for, and what a host turned out to take
    wire       the only importer of the SDK: one request, and whatever comes of it as a value
    refusal    what it means that a server refused
    client     sends, waits, learns, repairs
    answer     the text of an answer as a value of the shape
    stream     an answer as it comes: the whole items of its one list
    outcome    what came of a request: a reply, or why there is none
    tokens, cost   what it takes and what it costs, before and after

Nothing here knows notes or cards.
"""
