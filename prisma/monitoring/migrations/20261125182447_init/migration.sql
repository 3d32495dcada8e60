-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "log_event" (
    "position" BIGSERIAL NOT NULL,
    "organization_id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "project_id" TEXT NOT NULL,
    "environment_id" TEXT NOT NULL,
    "deployment_id" TEXT,
    "severity" TEXT,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "payload" JSONB NOT NULL,
    "appended_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "log_event_pkey" PRIMARY KEY ("position")
);

-- CreateTable
CREATE TABLE "log_floor" (
    "organization_id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "purged_through" BIGINT NOT NULL,

    CONSTRAINT "log_floor_pkey" PRIMARY KEY ("organization_id","type")
);

-- CreateTable
CREATE TABLE "environment_monitor" (
    "environment_id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "project_id" TEXT NOT NULL,
    "blueprint_id" TEXT NOT NULL,
    "applied_id" TEXT,
    "applied_number" INTEGER NOT NULL DEFAULT 0,
    "destroyed_number" INTEGER NOT NULL DEFAULT 0,
    "deployment_id" TEXT,
    "deployment_number" INTEGER,
    "deployment_status" TEXT,
    "deployment_at" TIMESTAMPTZ(3),
    "scan_id" TEXT,
    "scan_number" INTEGER,
    "scan_status" TEXT,
    "scan_at" TIMESTAMPTZ(3),
    "read_number" INTEGER NOT NULL DEFAULT 0,
    "read_failed" BOOLEAN NOT NULL DEFAULT false,
    "last_drift_scan_at" TIMESTAMPTZ(3),

    CONSTRAINT "environment_monitor_pkey" PRIMARY KEY ("environment_id")
);

-- CreateTable
CREATE TABLE "drift_alert" (
    "id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "project_id" TEXT NOT NULL,
    "environment_id" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "attributes" JSONB NOT NULL,
    "detected_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "resolved_at" TIMESTAMPTZ(3),
    "acknowledged_by_id" TEXT,
    "acknowledged_at" TIMESTAMPTZ(3),
    "note" TEXT,
    "muted_until" TIMESTAMPTZ(3),

    CONSTRAINT "drift_alert_pkey" PRIMARY KEY ("id")
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
CREATE INDEX "log_event_organization_id_type_position_idx" ON "log_event"("organization_id", "type", "position");

-- CreateIndex
CREATE INDEX "log_event_appended_at_idx" ON "log_event"("appended_at");

-- CreateIndex
CREATE INDEX "drift_alert_organization_id_id_idx" ON "drift_alert"("organization_id", "id");

-- CreateIndex
CREATE INDEX "drift_alert_environment_id_id_idx" ON "drift_alert"("environment_id", "id");

-- CreateIndex
CREATE INDEX "drift_alert_environment_id_state_idx" ON "drift_alert"("environment_id", "state");

-- CreateIndex
CREATE INDEX "job_queue_status_priority_run_at_id_idx" ON "job"("queue", "status", "priority" DESC, "run_at", "id");

-- CreateIndex
CREATE INDEX "idempotency_key_created_at_idx" ON "idempotency_key"("created_at");

-- CreateIndex
CREATE INDEX "outbox_event_published_at_sequence_idx" ON "outbox_event"("published_at", "sequence");

-- CreateIndex
CREATE INDEX "inbox_event_at_idx" ON "inbox_event"("at");
