"""What flows between the stages: one frozen record per table of `schema.sql`.

Offsets are characters of the stored text (line feeds, Unicode NFC), start inclusive and end
exclusive. Shares are fractions from 0 to 1. `None` means not known or not applicable, never zero.
"""

from data.records.coded import (
    Claim,
    ClaimCue,
    ClaimFacet,
    Coding,
    SystemMention,
)
from data.records.collected import (
    DocumentRef,
    Response,
    Sighting,
    Snapshot,
    TextChange,
)
from data.records.compared import (
    Comparison,
    Gap,
    LagPoint,
    LagSpell,
    Prevalence,
    ScenarioIndex,
    SensitivityVariant,
)
from data.records.done import (
    FaultRecord,
    Run,
    StageInput,
)
from data.records.followed import (
    Promise,
    PromiseCandidate,
    Recommendation,
    RecommendationAddressee,
    RecommendationFollow,
)
from data.records.kinds import (
    CODED_KINDS,
    CONSTRAINT,
    DOCUMENT_KINDS,
    FACETS,
    IMAGINARY,
    PASSAGE_KINDS,
    SENTENCE_TYPES,
    STATUSES,
    DocumentKind,
    SentenceType,
    Status,
)
from data.records.named import (
    DeploymentBody,
    OrganisationNameMatch,
    OrganisationPredecessor,
    OrganisationRecord,
)
from data.records.read import (
    Document,
    Page,
    Passage,
    Sentence,
    SentenceBox,
)
from data.records.recorded import (
    Deployment,
    DeploymentClaim,
    DeploymentGroup,
    DeploymentLink,
    DeploymentStatement,
    DeploymentStatus,
    EditionChange,
    RegisterColumn,
    RegisterCoverage,
    RegisterEdition,
    RegisterRecord,
)
from data.records.topical import (
    Topic,
    TopicAssignment,
    TopicShare,
)

__all__ = [
    "CODED_KINDS",
    "CONSTRAINT",
    "DOCUMENT_KINDS",
    "FACETS",
    "IMAGINARY",
    "PASSAGE_KINDS",
    "SENTENCE_TYPES",
    "STATUSES",
    "Claim",
    "ClaimCue",
    "ClaimFacet",
    "Coding",
    "Comparison",
    "Deployment",
    "DeploymentBody",
    "DeploymentClaim",
    "DeploymentGroup",
    "DeploymentLink",
    "DeploymentStatement",
    "DeploymentStatus",
    "Document",
    "DocumentKind",
    "DocumentRef",
    "EditionChange",
    "FaultRecord",
    "Gap",
    "LagPoint",
    "LagSpell",
    "OrganisationNameMatch",
    "OrganisationPredecessor",
    "OrganisationRecord",
    "Page",
    "Passage",
    "Prevalence",
    "Promise",
    "PromiseCandidate",
    "Recommendation",
    "RecommendationAddressee",
    "RecommendationFollow",
    "RegisterColumn",
    "RegisterCoverage",
    "RegisterEdition",
    "RegisterRecord",
    "Response",
    "Run",
    "ScenarioIndex",
    "SensitivityVariant",
    "Sentence",
    "SentenceBox",
    "SentenceType",
    "Sighting",
    "Snapshot",
    "StageInput",
    "Status",
    "SystemMention",
    "TextChange",
    "Topic",
    "TopicAssignment",
    "TopicShare",
]
