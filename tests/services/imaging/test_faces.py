"""The drawn faces."""

from app.services.imaging.faces import FACES, draw_faces, stored_faces


def test_every_face_is_another_and_always_the_same() -> None:
    first = [face.tobytes() for face in draw_faces()]
    assert len(set(first)) == FACES == len(first)
    assert first == [face.tobytes() for face in draw_faces()]


def test_they_are_ready_to_be_kept() -> None:
    faces = dict(stored_faces())
    assert len(faces) == FACES
    assert {face.media_type for face in faces.values()} == {"image/webp"}
