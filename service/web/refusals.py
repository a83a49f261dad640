"""Why a question gets no answer: each a small exception with the code, the status and one sentence."""


class RefusedError(Exception):
    """Raised when a request cannot be answered; the base of all that speak to the client."""

    status = 400
    code = "refused"
    title = "The request is refused"

    def __init__(self, sentence: str, **facts: object) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.facts = facts


class QueryRefusedByGuardError(RefusedError):
    """Raised when a query's text is refused before it reaches the engine."""

    code = "query-refused"
    title = "The query is refused"


class QueryMalformedError(RefusedError):
    """Raised when the engine cannot parse a query."""

    code = "query-malformed"
    title = "The query is not valid SPARQL"


class QueryFailedError(RefusedError):
    """Raised when a valid query cannot be evaluated, such as one with an unknown function."""

    code = "query-failed"
    title = "The query cannot be evaluated"


class BadRequestError(RefusedError):
    """Raised when parameters of a request are missing, repeated or malformed."""

    code = "bad-request"
    title = "The request is malformed"


class NotAllowedHereError(RefusedError):
    """Raised when a request needs a token or a role it does not have."""

    status = 401
    code = "token-needed"
    title = "A token is needed"


class WrongRoleError(RefusedError):
    """Raised when a token's role does not reach."""

    status = 403
    code = "role-missing"
    title = "The token's role does not reach"


class OtherOriginError(RefusedError):
    """Raised when a page of another site asks for a change."""

    status = 403
    code = "other-origin"
    title = "The request comes from another site"


class ReadOnlyHereError(RefusedError):
    """Raised when a change is asked of what this server only reads."""

    status = 403
    code = "read-only"
    title = "This store is only read here"


class NotFoundError(RefusedError):
    """Raised when what is asked for does not exist."""

    status = 404
    code = "not-found"
    title = "There is no such thing here"


class MethodError(RefusedError):
    """Raised when a route does not know the method."""

    status = 405
    code = "method-not-allowed"
    title = "The method is not supported"


class NotAcceptableError(RefusedError):
    """Raised when no format that the client accepts can be written."""

    status = 406
    code = "not-acceptable"
    title = "None of the accepted formats can be written"


class ConflictError(RefusedError):
    """Raised when a decision contradicts what stands and may not be overwritten."""

    status = 409
    code = "conflict"
    title = "The decision contradicts what stands there"


class NotReadyError(RefusedError):
    """Raised when a job cannot do this in the state it is in."""

    status = 409
    code = "not-ready"
    title = "The job is not ready for this"


class ChangedSinceError(RefusedError):
    """Raised when what a change was decided on is not what stands there now."""

    status = 412
    code = "changed-since"
    title = "It was changed meanwhile"


class VersionNeededError(RefusedError):
    """Raised when a change does not say what it was decided on."""

    status = 428
    code = "version-needed"
    title = "The version is missing"


class TooLargeError(RefusedError):
    """Raised when a request's body is larger than allowed."""

    status = 413
    code = "request-too-large"
    title = "The request is too large"


class AddressTooLongError(RefusedError):
    """Raised when a request's address is longer than allowed."""

    status = 414
    code = "address-too-long"
    title = "The address is too long"


class MediaTypeError(RefusedError):
    """Raised when a body comes as a type that is not read."""

    status = 415
    code = "media-type"
    title = "The body's type is not supported"


class WrongHostError(RefusedError):
    """Raised when a request names a host that this server is not."""

    status = 421
    code = "wrong-host"
    title = "This server does not speak for that host"


class ClientLeftError(RefusedError):
    """Raised in place of an answer that nobody waits for any more."""

    status = 499
    code = "client-left"
    title = "The client has left"


class ResultTooLargeError(RefusedError):
    """Raised when an answer has more rows or bytes than allowed; nothing of it is sent."""

    status = 422
    code = "result-too-large"
    title = "The answer is too large"


class DocumentRefusedError(RefusedError):
    """Raised when a document or a backup cannot be taken as it is."""

    status = 422
    code = "document-refused"
    title = "The file cannot be taken"


class NotWrittenError(RefusedError):
    """Raised when a change could not be written; the store is as it was."""

    status = 503
    code = "not-written"
    title = "Nothing was written"


class BusyError(RefusedError):
    """Raised when too many questions are being answered already."""

    status = 503
    code = "busy"
    title = "Too many questions at once"


class StoreUnreadableError(RefusedError):
    """Raised when the store cannot be opened or read at the moment."""

    status = 503
    code = "store-unreadable"
    title = "The store cannot be read"


class TooSlowError(RefusedError):
    """Raised when a question was stopped at its time limit."""

    status = 504
    code = "time-limit"
    title = "The question took too long"


class TooMuchMemoryError(RefusedError):
    """Raised when a question ended its worker: out of memory, or a fault of the engine."""

    status = 507
    code = "memory-limit"
    title = "The question needs too much memory"


class DefectError(RefusedError):
    """Raised for a fault of ours; the log names it, the answer does not."""

    status = 500
    code = "defect"
    title = "The server made a mistake"

    def __init__(self) -> None:
        super().__init__("Something went wrong here; the log has it under this request's number.")


REFUSALS = {
    kind.code: kind
    for kind in (
        QueryRefusedByGuardError,
        QueryMalformedError,
        QueryFailedError,
        BadRequestError,
        NotAllowedHereError,
        WrongRoleError,
        OtherOriginError,
        ReadOnlyHereError,
        NotFoundError,
        MethodError,
        NotAcceptableError,
        ConflictError,
        NotReadyError,
        ChangedSinceError,
        VersionNeededError,
        DocumentRefusedError,
        NotWrittenError,
        TooLargeError,
        AddressTooLongError,
        MediaTypeError,
        WrongHostError,
        ClientLeftError,
        ResultTooLargeError,
        BusyError,
        StoreUnreadableError,
        TooSlowError,
        TooMuchMemoryError,
    )
}
"""Every refusal by its code: what a worker sends as a code becomes the exception again."""


def revive(code: str, sentence: str, facts: dict[str, object]) -> RefusedError:
    """The refusal with that code."""
    return REFUSALS.get(code, RefusedError)(sentence, **facts)
