"""The first shape of a database: companies, pick values, customers with their child rows, search text and the log."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SEARCHED = ("company", "customer", "pick_value")
TABLES = (
    "pick_value_text",
    "phone",
    "email",
    "customer_text",
    "change_field",
    "address",
    "pick_value",
    "customer",
    "company_text",
    "change",
    "draft",
    "company",
    "batch",
    "staff",
    "node",
    "image",
    "counter",
)
"""In an order in which each can be dropped."""


def upgrade() -> None:
    op.create_table(
        "counter",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("next", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_counter")),
    )
    op.create_table(
        "image",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("category", sa.String(length=80), nullable=True),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("thumbnail_32", sa.LargeBinary(), nullable=False),
        sa.Column("thumbnail_64", sa.LargeBinary(), nullable=False),
        sa.Column("thumbnail_128", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_image")),
        sa.UniqueConstraint("sha256", name=op.f("uq_image_sha256")),
    )
    op.create_table(
        "node",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_node")),
    )
    op.create_table(
        "staff",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("sign_in", sa.String(length=120), nullable=False),
        sa.Column("display_name", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("sign_in", name=op.f("uq_staff_sign_in")),
    )
    op.create_table(
        "batch",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("staff_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_batch_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch")),
    )
    op.create_table(
        "company",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("display_name", sa.String(length=200), nullable=True),
        sa.Column("display_name_key", sa.String(length=200), nullable=True),
        sa.Column("code", sa.String(length=20), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=True),
        sa.Column("default_country", sa.String(length=200), nullable=True),
        sa.Column("currency", sa.String(length=200), nullable=True),
        sa.Column("time_zone", sa.String(length=200), nullable=True),
        sa.Column("code_prefix", sa.String(length=20), nullable=True),
        sa.Column("code_start", sa.Integer(), nullable=True),
        sa.Column("code_length", sa.Integer(), nullable=True),
        sa.Column("code_pattern", sa.String(length=64), nullable=True),
        sa.Column("name_rule", sa.String(length=200), nullable=True),
        sa.Column("email_rule", sa.String(length=200), nullable=True),
        sa.Column("logo", ID, nullable=True),
        sa.Column("company_id", ID, nullable=True),
        sa.Column("owner_id", ID, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_by", ID, nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_by", ID, nullable=True),
        sa.Column("custom", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["changed_by"], ["staff.id"], name=op.f("fk_company_changed_by")),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_company_company_id")),
        sa.ForeignKeyConstraint(["created_by"], ["staff.id"], name=op.f("fk_company_created_by")),
        sa.ForeignKeyConstraint(["logo"], ["image.id"], name=op.f("fk_company_logo")),
        sa.ForeignKeyConstraint(["owner_id"], ["staff.id"], name=op.f("fk_company_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_company")),
    )
    op.create_index(
        op.f("ix_company_changed_at_id"),
        "company",
        ["changed_at", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'active'"),
        postgresql_where=sa.text("state = 'active'"),
    )
    op.create_index(op.f("ix_company_company_id"), "company", ["company_id"], unique=False)
    op.create_index(
        op.f("ix_company_created_at_id"),
        "company",
        ["created_at", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'active'"),
        postgresql_where=sa.text("state = 'active'"),
    )
    op.create_index(
        op.f("ix_company_display_name_key_id"),
        "company",
        ["display_name_key", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'active'"),
        postgresql_where=sa.text("state = 'active'"),
    )
    op.create_table(
        "draft",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("record_type", sa.String(length=40), nullable=False),
        sa.Column("company_id", ID, nullable=False),
        sa.Column("staff_id", ID, nullable=False),
        sa.Column("display_name", sa.String(length=200), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_draft_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
    )
    op.create_index(op.f("ix_draft_staff_id"), "draft", ["staff_id"], unique=False)
    op.create_table(
        "change",
        sa.Column("id", ID, nullable=False),
        sa.Column("record_type", sa.String(length=40), nullable=False),
        sa.Column("record_id", ID, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("staff_id", ID, nullable=False),
        sa.Column("origin", sa.String(length=20), nullable=False),
        sa.Column("batch_id", ID, nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name=op.f("fk_change_batch_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_change_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change")),
    )
    op.create_index(op.f("ix_change_batch_id"), "change", ["batch_id"], unique=False)
    op.create_index(op.f("ix_change_record_id_id"), "change", ["record_id", "id"], unique=False)
    op.create_table(
        "company_text",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["company.id"], name=op.f("fk_company_text_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_company_text")),
    )
    op.create_table(
        "customer",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("display_name", sa.String(length=200), nullable=True),
        sa.Column("display_name_key", sa.String(length=200), nullable=True),
        sa.Column("kind", sa.String(length=200), nullable=True),
        sa.Column("full_name", sa.String(length=200), nullable=True),
        sa.Column("pre", sa.String(length=60), nullable=True),
        sa.Column("first", sa.String(length=120), nullable=True),
        sa.Column("middle", sa.String(length=120), nullable=True),
        sa.Column("last", sa.String(length=120), nullable=True),
        sa.Column("suffix", sa.String(length=60), nullable=True),
        sa.Column("nickname", sa.String(length=120), nullable=True),
        sa.Column("business_name", sa.String(length=200), nullable=True),
        sa.Column("business_name_key", sa.String(length=200), nullable=True),
        sa.Column("image", ID, nullable=True),
        sa.Column("customer_code", sa.String(length=64), nullable=True),
        sa.Column("customer_code_key", sa.String(length=64), nullable=True),
        sa.Column("former_codes", sa.Text(), nullable=True),
        sa.Column("customer_status", sa.String(length=200), nullable=True),
        sa.Column("tags", sa.Text(), nullable=True),
        sa.Column("employee_id", sa.String(length=64), nullable=True),
        sa.Column("employee_status", sa.String(length=80), nullable=True),
        sa.Column("network_id", sa.String(length=104), nullable=True),
        sa.Column("sam_account_name", sa.String(length=104), nullable=True),
        sa.Column("sam_account_name_key", sa.String(length=104), nullable=True),
        sa.Column("directory_id", sa.String(length=64), nullable=True),
        sa.Column("department", sa.String(length=200), nullable=True),
        sa.Column("department_key", sa.String(length=200), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=True),
        sa.Column("manager_id", ID, nullable=True),
        sa.Column("phone", sa.String(length=64), nullable=True),
        sa.Column("phone_key", sa.String(length=64), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("email_key", sa.String(length=254), nullable=True),
        sa.Column("preferred_contact_time", sa.String(length=200), nullable=True),
        sa.Column("preferred_contact_mode", sa.String(length=200), nullable=True),
        sa.Column("preferred_language", sa.String(length=35), nullable=True),
        sa.Column("time_zone", sa.String(length=64), nullable=True),
        sa.Column("site", sa.String(length=200), nullable=True),
        sa.Column("building", sa.String(length=80), nullable=True),
        sa.Column("floor", sa.String(length=20), nullable=True),
        sa.Column("room_or_desk", sa.String(length=40), nullable=True),
        sa.Column("city", sa.String(length=200), nullable=True),
        sa.Column("city_key", sa.String(length=200), nullable=True),
        sa.Column("country", sa.String(length=200), nullable=True),
        sa.Column("twitter_handle", sa.String(length=60), nullable=True),
        sa.Column("facebook_url", sa.String(length=200), nullable=True),
        sa.Column("linkedin_url", sa.String(length=200), nullable=True),
        sa.Column("social_media_status", sa.String(length=200), nullable=True),
        sa.Column("sla_level", sa.String(length=200), nullable=True),
        sa.Column("last_survey_date", sa.Date(), nullable=True),
        sa.Column("customer_category", sa.String(length=200), nullable=True),
        sa.Column("customer_type", sa.String(length=200), nullable=True),
        sa.Column("customer_segment", sa.String(length=200), nullable=True),
        sa.Column("personality_type", sa.String(length=200), nullable=True),
        sa.Column("tax_exempt", sa.String(length=200), nullable=True),
        sa.Column("tax_certificate", sa.String(length=80), nullable=True),
        sa.Column("tax_certificate_expires", sa.Date(), nullable=True),
        sa.Column("vat_number", sa.String(length=32), nullable=True),
        sa.Column("accepts_marketing", sa.Boolean(), nullable=True),
        sa.Column("marketing_consent_on", sa.Date(), nullable=True),
        sa.Column("marketing_consent_source", sa.String(length=80), nullable=True),
        sa.Column("wholesale", sa.Boolean(), nullable=True),
        sa.Column("company_id", ID, nullable=True),
        sa.Column("owner_id", ID, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_by", ID, nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_by", ID, nullable=True),
        sa.Column("custom", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["changed_by"], ["staff.id"], name=op.f("fk_customer_changed_by")),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_customer_company_id")),
        sa.ForeignKeyConstraint(["created_by"], ["staff.id"], name=op.f("fk_customer_created_by")),
        sa.ForeignKeyConstraint(["image"], ["image.id"], name=op.f("fk_customer_image")),
        sa.ForeignKeyConstraint(["manager_id"], ["customer.id"], name=op.f("fk_customer_manager_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["staff.id"], name=op.f("fk_customer_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer")),
    )
    op.create_index(
        op.f("ix_customer_business_name_key_id"),
        "customer",
        ["business_name_key", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'active'"),
        postgresql_where=sa.text("state = 'active'"),
    )
    op.create_index(
        op.f("ix_customer_changed_at_id"),
        "customer",
        ["changed_at", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'active'"),
        postgresql_where=sa.text("state = 'active'"),
    )
    op.create_index(
        op.f("ix_customer_city_key_id"),
        "customer",
        ["city_key", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'active'"),
        postgresql_where=sa.text("state = 'active'"),
    )
    op.create_index(
        op.f("ix_customer_created_at_id"),
        "customer",
        ["created_at", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'active'"),
        postgresql_where=sa.text("state = 'active'"),
    )
    op.create_index(
        op.f("ix_customer_customer_code_key_id"),
        "customer",
        ["customer_code_key", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'active'"),
        postgresql_where=sa.text("state = 'active'"),
    )
    op.create_index(
        op.f("ix_customer_department_key_id"),
        "customer",
        ["department_key", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'active'"),
        postgresql_where=sa.text("state = 'active'"),
    )
    op.create_index(
        op.f("ix_customer_display_name_key_id"),
        "customer",
        ["display_name_key", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'active'"),
        postgresql_where=sa.text("state = 'active'"),
    )
    op.create_index(
        op.f("ix_customer_email_key_id"),
        "customer",
        ["email_key", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'active'"),
        postgresql_where=sa.text("state = 'active'"),
    )
    op.create_index(
        op.f("ix_customer_last_survey_date_id"),
        "customer",
        ["last_survey_date", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'active'"),
        postgresql_where=sa.text("state = 'active'"),
    )
    op.create_index(op.f("ix_customer_manager_id"), "customer", ["manager_id"], unique=False)
    op.create_index(
        op.f("ix_customer_phone_key_id"),
        "customer",
        ["phone_key", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'active'"),
        postgresql_where=sa.text("state = 'active'"),
    )
    op.create_index(
        "uq_customer_customer_code_key",
        "customer",
        ["company_id", "customer_code_key"],
        unique=True,
        sqlite_where=sa.text("state = 'active'"),
        postgresql_where=sa.text("state = 'active'"),
    )
    op.create_index(
        "uq_customer_sam_account_name_key",
        "customer",
        ["company_id", "sam_account_name_key"],
        unique=True,
        sqlite_where=sa.text("state = 'active'"),
        postgresql_where=sa.text("state = 'active'"),
    )
    op.create_table(
        "pick_value",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("display_name", sa.String(length=200), nullable=True),
        sa.Column("display_name_key", sa.String(length=200), nullable=True),
        sa.Column("pick_list", sa.String(length=64), nullable=True),
        sa.Column("value", sa.String(length=200), nullable=True),
        sa.Column("label", sa.String(length=200), nullable=True),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=True),
        sa.Column("company_id", ID, nullable=True),
        sa.Column("owner_id", ID, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_by", ID, nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_by", ID, nullable=True),
        sa.Column("custom", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["changed_by"], ["staff.id"], name=op.f("fk_pick_value_changed_by")),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_pick_value_company_id")),
        sa.ForeignKeyConstraint(["created_by"], ["staff.id"], name=op.f("fk_pick_value_created_by")),
        sa.ForeignKeyConstraint(["owner_id"], ["staff.id"], name=op.f("fk_pick_value_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pick_value")),
    )
    op.create_index(
        op.f("ix_pick_value_changed_at_id"),
        "pick_value",
        ["changed_at", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'active'"),
        postgresql_where=sa.text("state = 'active'"),
    )
    op.create_index(
        op.f("ix_pick_value_created_at_id"),
        "pick_value",
        ["created_at", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'active'"),
        postgresql_where=sa.text("state = 'active'"),
    )
    op.create_index(
        op.f("ix_pick_value_display_name_key_id"),
        "pick_value",
        ["display_name_key", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'active'"),
        postgresql_where=sa.text("state = 'active'"),
    )
    op.create_table(
        "address",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("customer_id", ID, nullable=False),
        sa.Column("type", sa.String(length=200), nullable=True),
        sa.Column("same_as_billing", sa.Boolean(), nullable=True),
        sa.Column("contact_name", sa.String(length=200), nullable=True),
        sa.Column("business_name", sa.String(length=200), nullable=True),
        sa.Column("street", sa.String(length=200), nullable=True),
        sa.Column("street2", sa.String(length=200), nullable=True),
        sa.Column("city", sa.String(length=200), nullable=True),
        sa.Column("state_or_province", sa.String(length=200), nullable=True),
        sa.Column("postal_code", sa.String(length=20), nullable=True),
        sa.Column("country", sa.String(length=200), nullable=True),
        sa.Column("phone", sa.String(length=64), nullable=True),
        sa.Column("fax", sa.String(length=64), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_address_customer_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_address")),
    )
    op.create_index(op.f("ix_address_customer_id"), "address", ["customer_id"], unique=False)
    op.create_table(
        "change_field",
        sa.Column("change_id", ID, autoincrement=False, nullable=False),
        sa.Column("field", sa.String(length=64), nullable=False),
        sa.Column("item_id", ID, autoincrement=False, nullable=False),
        sa.Column("old", sa.Text(), nullable=True),
        sa.Column("new", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["change_id"], ["change.id"], name=op.f("fk_change_field_change_id")),
        sa.PrimaryKeyConstraint("change_id", "field", "item_id", name=op.f("pk_change_field")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "customer_text",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["customer.id"], name=op.f("fk_customer_text_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_text")),
    )
    op.create_table(
        "email",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("customer_id", ID, nullable=False),
        sa.Column("label", sa.String(length=200), nullable=True),
        sa.Column("address", sa.String(length=254), nullable=True),
        sa.Column("address_key", sa.String(length=254), nullable=True),
        sa.Column("is_primary", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_email_customer_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_email")),
    )
    op.create_index(op.f("ix_email_address_key"), "email", ["address_key"], unique=False)
    op.create_index(op.f("ix_email_customer_id"), "email", ["customer_id"], unique=False)
    op.create_table(
        "phone",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("customer_id", ID, nullable=False),
        sa.Column("label", sa.String(length=200), nullable=True),
        sa.Column("number", sa.String(length=64), nullable=True),
        sa.Column("e164", sa.String(length=20), nullable=True),
        sa.Column("national", sa.String(length=24), nullable=True),
        sa.Column("extension", sa.String(length=20), nullable=True),
        sa.Column("carrier", sa.String(length=200), nullable=True),
        sa.Column("is_primary", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_phone_customer_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phone")),
    )
    op.create_index(op.f("ix_phone_customer_id"), "phone", ["customer_id"], unique=False)
    op.create_table(
        "pick_value_text",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["pick_value.id"], name=op.f("fk_pick_value_text_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pick_value_text")),
    )

    for name in SEARCHED:
        if op.get_bind().dialect.name == "sqlite":
            _index_text(name)
        else:
            op.execute(f"CREATE INDEX ix_{name}_text_folded ON {name}_text USING gin (folded gin_trgm_ops)")


def _index_text(name: str) -> None:
    """Trigrams of the search text, kept up by triggers; `detail=none` halves it, since every hit is checked anyway."""
    op.execute(
        f"CREATE VIRTUAL TABLE {name}_index USING fts5(folded, content='{name}_text', content_rowid='id',"
        " tokenize='trigram case_sensitive 1', detail=none, columnsize=0)"
    )
    remove = f"INSERT INTO {name}_index ({name}_index, rowid, folded) VALUES ('delete', old.id, old.folded);"
    add = f"INSERT INTO {name}_index (rowid, folded) VALUES (new.id, new.folded);"
    op.execute(f"CREATE TRIGGER {name}_text_added AFTER INSERT ON {name}_text BEGIN {add} END")
    op.execute(f"CREATE TRIGGER {name}_text_changed AFTER UPDATE ON {name}_text BEGIN {remove} {add} END")
    op.execute(f"CREATE TRIGGER {name}_text_removed AFTER DELETE ON {name}_text BEGIN {remove} END")


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name in SEARCHED:
            op.execute(f"DROP TABLE {name}_index")
    for name in TABLES:
        op.drop_table(name)
