"""Secrets are found with their left edge; words that hold their letters are none."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.drafting.secrets import find_secret

MIXED = "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8s9T0"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (f"key sk-{MIXED[:24]}", "openai"),
        (f"sk-proj-{MIXED}", "openai"),
        (f"sk-ant-api03-{MIXED}", "openai"),
        ("AKIA3EXAMP7QK2M9LZ4B".replace("EXAMP", "XQWER"), "aws"),
        (f"ghp_{MIXED[:36]}", "github"),
        (f"github_pat_{MIXED}{MIXED}", "github"),
        (f"glpat-{MIXED[:20]}", "gitlab"),
        (f"xoxb-{MIXED[:24]}", "slack"),
        (f"AIza{MIXED[:35]}", "google"),
        (f"hf_{MIXED[:34]}", "huggingface"),
        (f"sk_live_{MIXED[:24]}", "stripe"),
        (f"eyJ{MIXED}.eyJ{MIXED}.{MIXED}", "jwt"),
        ("-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl", "private-key"),
        ("-----BEGIN PRIVATE KEY-----", "private-key"),
        ("-----BEGIN PGP PRIVATE KEY BLOCK-----", "private-key"),
        ("postgres://me:h7Gk2pQx@db.example/x", "address"),
        (f"OPENAI_API_KEY={MIXED[:32]}", "assigned"),
        (f'"api_key": "{MIXED[:32]}"', "assigned"),
        (f"password: {MIXED[:20]}", "assigned"),
    ],
)
def test_a_secret_is_found_with_its_line(text: str, kind: str) -> None:
    found = find_secret(f"# Setup\n\n{text}\n")
    assert found is not None
    assert (found.kind, found.line) == (kind, 3)
    assert text not in repr(found)


@pytest.mark.parametrize(
    "text",
    [
        "[[Task-Difficulty-Estimation-2024-with-many-words-in-it]]",
        "a disk-1234567890abcdefghijklmn and a mask-a1b2c3d4e5f6g7h8i9j0k1",
        "sk-xxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "sk-your-key-goes-here-1234567890",
        "scikit: sk-learn-something-long-without-digits",
        "api_key = os.environ['OPENAI_API_KEY']",
        "password: correct horse battery staple",
        "postgres://user:password@localhost/db",
        "the token embedding_dimension_of_768_values",
        "-----BEGIN PUBLIC KEY-----",
        "https://example.com/a:b@c",
        "secret = None",
    ],
)
def test_what_looks_like_one_is_none(text: str) -> None:
    assert find_secret(text) is None


@given(st.text("sk-ghp_AIza1B2 \n=:\"'/@.eyJx", max_size=300))
def test_any_text_can_be_looked_through(text: str) -> None:
    found = find_secret(text)
    assert found is None or 1 <= found.line <= text.count("\n") + 1


@pytest.mark.parametrize("piece", ["sk-", "eyJ.", "a://b:", "api_key=", "-----BEGIN ", "password:", "ghp_a1", "A1 "])
def test_looking_is_linear(piece: str) -> None:
    start = process_time()
    find_secret(piece * (200_000 // len(piece)))
    assert process_time() - start < 1.0
