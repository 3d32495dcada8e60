-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "environment" (
    "id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "project_id" TEXT NOT NULL,
    "blueprint_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "requires_approval" BOOLEAN NOT NULL,
    "variables" BYTEA NOT NULL,
    "credentials" TEXT,
    "deployed_revision_id" TEXT,
    "deployed_revision_number" INTEGER,
    "last_number" INTEGER NOT NULL DEFAULT 0,
    "active_deployment_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "environment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "deployment" (
    "id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "project_id" TEXT NOT NULL,
    "blueprint_id" TEXT NOT NULL,
    "environment_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "revision_id" TEXT NOT NULL,
    "revision_number" INTEGER NOT NULL,
    "message" TEXT,
    "engine" TEXT,
    "requested_by_id" TEXT,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "plan" BYTEA,
    "plan_serial" INTEGER,
    "plan_json" JSONB,
    "plan_summary" JSONB,
    "drift_findings" JSONB,
    "failure" JSONB,
    "verdict" TEXT,
    "overridden" BOOLEAN NOT NULL DEFAULT false,
    "cost_checked_at" TIMESTAMPTZ(3),
    "approved_by_id" TEXT,
    "approved_at" TIMESTAMPTZ(3),
    "cancel_requested_at" TIMESTAMPTZ(3),

    CONSTRAINT "deployment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "deployment_transition" (
    "deployment_id" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "from" TEXT,
    "to" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "by" TEXT NOT NULL,
    "note" TEXT,

    CONSTRAINT "deployment_transition_pkey" PRIMARY KEY ("deployment_id","position")
);

-- CreateTable
CREATE TABLE "deployment_log_line" (
    "deployment_id" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "phase" TEXT NOT NULL,
    "level" TEXT NOT NULL,
    "message" TEXT NOT NULL,

    CONSTRAINT "deployment_log_line_pkey" PRIMARY KEY ("deployment_id","position")
);

-- CreateTable
CREATE TABLE "state_version" (
    "id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "environment_id" TEXT NOT NULL,
    "serial" INTEGER NOT NULL,
    "lineage" TEXT NOT NULL,
    "content" BYTEA NOT NULL,
    "resource_count" INTEGER NOT NULL,
    "outputs" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "deployment_id" TEXT,

    CONSTRAINT "state_version_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "state_lock" (
    "environment_id" TEXT NOT NULL,
    "lock_id" TEXT NOT NULL,
    "who" TEXT NOT NULL,
    "operation" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "deployment_id" TEXT,

    CONSTRAINT "state_lock_pkey" PRIMARY KEY ("environment_id")
);

-- CreateTable
CREATE TABLE "simulated_object" (
    "environment_id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "object_id" TEXT NOT NULL,
    "attributes" JSONB NOT NULL,

    CONSTRAINT "simulated_object_pkey" PRIMARY KEY ("environment_id","type","object_id")
);

-- CreateTable
CREATE TABLE "job" (
    "id" TEXT NOT NULL,
    "queue" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "status" TEXT NOT NULL,
    "priority" INTEGER NOT NULL DEFAULT 0,
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "max_attempts" INTEGER NOT NULL,
    "run_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "worker" TEXT,
    "lease_id" TEXT,
    "lease_until" TIMESTAMPTZ(3),
    "result" JSONB,
    "error" TEXT,

    CONSTRAINT "job_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "idempotency_key" (
    "organization_id" TEXT NOT NULL,
    "operation" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "input_hash" TEXT NOT NULL,
    "result_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "idempotency_key_pkey" PRIMARY KEY ("organization_id","operation","key")
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
CREATE INDEX "environment_organization_id_id_idx" ON "environment"("organization_id", "id");

-- CreateIndex
CREATE INDEX "environment_project_id_id_idx" ON "environment"("project_id", "id");

-- CreateIndex
CREATE INDEX "environment_blueprint_id_id_idx" ON "environment"("blueprint_id", "id");

-- CreateIndex
CREATE INDEX "deployment_blueprint_id_id_idx" ON "deployment"("blueprint_id", "id");

-- CreateIndex
CREATE INDEX "deployment_environment_id_status_idx" ON "deployment"("environment_id", "status");

-- CreateIndex
CREATE UNIQUE INDEX "deployment_environment_id_number_key" ON "deployment"("environment_id", "number");

-- CreateIndex
CREATE UNIQUE INDEX "state_version_environment_id_serial_key" ON "state_version"("environment_id", "serial");

-- CreateIndex
CREATE INDEX "job_queue_status_priority_run_at_id_idx" ON "job"("queue", "status", "priority" DESC, "run_at", "id");

-- CreateIndex
CREATE INDEX "idempotency_key_created_at_idx" ON "idempotency_key"("created_at");

-- CreateIndex
CREATE INDEX "outbox_event_published_at_sequence_idx" ON "outbox_event"("published_at", "sequence");

-- CreateIndex
CREATE INDEX "inbox_event_at_idx" ON "inbox_event"("at");

-- AddForeignKey
ALTER TABLE "deployment" ADD CONSTRAINT "deployment_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deployment_transition" ADD CONSTRAINT "deployment_transition_deployment_id_fkey" FOREIGN KEY ("deployment_id") REFERENCES "deployment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "state_version" ADD CONSTRAINT "state_version_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
