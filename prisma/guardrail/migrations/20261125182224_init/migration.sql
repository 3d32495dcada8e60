-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "enforcement_setting" (
    "organization_id" TEXT NOT NULL,
    "policy_id" TEXT NOT NULL,
    "scope_id" TEXT NOT NULL,
    "project_id" TEXT,
    "environment_id" TEXT,
    "enforcement" TEXT NOT NULL,
    "set_by_id" TEXT,
    "set_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "enforcement_setting_pkey" PRIMARY KEY ("organization_id","policy_id","scope_id")
);

-- CreateTable
CREATE TABLE "exemption" (
    "id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "policy_id" TEXT NOT NULL,
    "project_id" TEXT,
    "environment_id" TEXT,
    "address" TEXT,
    "reason" TEXT NOT NULL,
    "granted_by_id" TEXT NOT NULL,
    "granted_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),
    "revoked_by_id" TEXT,

    CONSTRAINT "exemption_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "evaluation" (
    "id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "project_id" TEXT NOT NULL,
    "environment_id" TEXT,
    "subject_kind" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "inputs_hash" TEXT NOT NULL,
    "cause" TEXT NOT NULL,
    "verdict" TEXT NOT NULL,
    "policy_ids" TEXT[],
    "violation_count" INTEGER NOT NULL,
    "error_count" INTEGER NOT NULL,
    "resources_evaluated" INTEGER NOT NULL,
    "duration_ms" DOUBLE PRECISION NOT NULL,
    "evaluated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "evaluation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "finding" (
    "evaluation_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "policy_id" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "enforcement" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "path" TEXT[],
    "message" TEXT NOT NULL,
    "exemption_id" TEXT,

    CONSTRAINT "finding_pkey" PRIMARY KEY ("evaluation_id","kind","position")
);

-- CreateTable
CREATE TABLE "override" (
    "evaluation_id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "deployment_id" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "overridden_by_id" TEXT NOT NULL,
    "overridden_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "override_pkey" PRIMARY KEY ("evaluation_id")
);

-- CreateTable
CREATE TABLE "outbox_event" (
    "id" TEXT NOT NULL,
    "sequence" BIGSERIAL NOT NULL,
    "type" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "time" TIMESTAMPTZ(3) NOT NULL,
    "data" JSONB NOT NULL,
    "published_at" TIMESTAMPTZ(3),

    CONSTRAINT "outbox_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "inbox_event" (
    "consumer" TEXT NOT NULL,
    "event_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "inbox_event_pkey" PRIMARY KEY ("consumer","event_id")
);

-- CreateIndex
CREATE INDEX "exemption_organization_id_id_idx" ON "exemption"("organization_id", "id");

-- CreateIndex
CREATE INDEX "evaluation_subject_kind_subject_id_id_idx" ON "evaluation"("subject_kind", "subject_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "evaluation_subject_kind_subject_id_inputs_hash_cause_key" ON "evaluation"("subject_kind", "subject_id", "inputs_hash", "cause");

-- CreateIndex
CREATE INDEX "outbox_event_published_at_sequence_idx" ON "outbox_event"("published_at", "sequence");

-- CreateIndex
CREATE INDEX "inbox_event_at_idx" ON "inbox_event"("at");

-- AddForeignKey
ALTER TABLE "finding" ADD CONSTRAINT "finding_evaluation_id_fkey" FOREIGN KEY ("evaluation_id") REFERENCES "evaluation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
