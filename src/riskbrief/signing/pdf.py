"""A signature appended to a PDF: every byte before it stays, and the file stays archivable and accessible."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers

FIELD = "Signature"


class _Update(IncrementalPdfFileWriter):
    """What is appended. Title, dates and the claims of the XMP packet stay those of the issue: pyHanko would write the
    packet anew, and differently from what PDF/A asks."""

    def _update_meta(self) -> None:
        pass


class _Signer(signers.PdfSigner):
    """Signs at an instant given from outside. The file stays PDF 1.7, as PDF/A-3 wants, and lists no extensions."""

    moment: datetime

    def init_signing_session(self, *arguments: Any, **options: Any) -> Any:
        session = super().init_signing_session(*arguments, **options)
        session.system_time = self.moment
        return session

    def register_extensions(self, *_arguments: Any, **_options: Any) -> None:
        pass


def signed(content: bytes, key: signers.SimpleSigner, *, moment: datetime) -> bytes:
    """The tagged PDF `content` and, appended, a signature over the whole file (PAdES B-B), told as of `moment` (UTC).

    Nothing is drawn: the field is an entry of the form and of the tag tree, last to be read. No two signatures are the
    same bytes. Errors: ValueError when the PDF has fields or no tags.
    """
    update = _Update(io.BytesIO(content))
    if "/AcroForm" in update.root or "/StructTreeRoot" not in update.root:
        raise ValueError("the PDF has a form already, or no tags")
    name = f"{FIELD}: {key.subject_name}"
    hidden = fields.InvisSigSettings(set_print_flag=True, set_hidden_flag=False)
    field = fields.SigFieldSpec(FIELD, on_page=0, readable_field_name=name, invis_sig_settings=hidden)
    fields.append_signature_field(update, field)
    _tag(update, name)
    signer = _Signer(signers.PdfSignatureMetadata(field_name=FIELD, subfilter=fields.SigSeedSubFilter.PADES), key)
    signer.moment = moment
    made: io.BytesIO = signer.sign_pdf(update, existing_fields_only=True)
    return made.getvalue()


def _tag(update: IncrementalPdfFileWriter, name: str) -> None:
    """Hang the field's widget into the tag tree, at the end of the document."""
    widget = update.root["/AcroForm"]["/Fields"].raw_get(0)
    tree = update.root["/StructTreeRoot"]
    owners, document = tree["/ParentTree"]["/Nums"], tree["/K"].raw_get(0)
    page, number = widget.get_object().raw_get("/P"), 1 + max(int(owners[n]) for n in range(0, len(owners), 2))
    form = update.add_object(
        _dictionary(
            Type=generic.NameObject("/StructElem"), S=generic.NameObject("/Form"), P=document, Pg=page,
            Alt=generic.TextStringObject(name),
            K=_dictionary(Type=generic.NameObject("/OBJR"), Obj=widget, Pg=page),
        )
    )  # fmt: skip
    widget.get_object()[generic.NameObject("/StructParent")] = generic.NumberObject(number)
    owners.extend([generic.NumberObject(number), form])
    document.get_object()["/K"].append(form)
    for changed in (widget.get_object(), owners, document.get_object()["/K"]):
        update.update_container(changed)


def _dictionary(**entries: Any) -> generic.DictionaryObject:
    return generic.DictionaryObject({generic.NameObject(f"/{key}"): value for key, value in entries.items()})
