-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "estimate" (
    "subject_id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "blueprint_id" TEXT NOT NULL,
    "pricing" TEXT NOT NULL,
    "usage_hash" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "monthly" TEXT NOT NULL,
    "hourly" TEXT NOT NULL,
    "coverage" JSONB NOT NULL,
    "prices_as_of" TEXT NOT NULL,
    "resource_count" INTEGER NOT NULL,
    "resources" JSONB NOT NULL,
    "estimated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "estimate_pkey" PRIMARY KEY ("subject_id")
);

-- CreateTable
CREATE TABLE "deployment_cost" (
    "deployment_id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "environment_id" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "monthly_before" TEXT NOT NULL,
    "monthly_after" TEXT NOT NULL,
    "monthly_delta" TEXT NOT NULL,

    CONSTRAINT "deployment_cost_pkey" PRIMARY KEY ("deployment_id")
);

-- CreateTable
CREATE TABLE "environment_cost" (
    "environment_id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "deployment_id" TEXT NOT NULL,
    "deployment_number" INTEGER NOT NULL,

    CONSTRAINT "environment_cost_pkey" PRIMARY KEY ("environment_id")
);

-- CreateTable
CREATE TABLE "blueprint_usage" (
    "blueprint_id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "usage" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "blueprint_usage_pkey" PRIMARY KEY ("blueprint_id")
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
CREATE INDEX "idempotency_key_created_at_idx" ON "idempotency_key"("created_at");

-- CreateIndex
CREATE INDEX "outbox_event_published_at_sequence_idx" ON "outbox_event"("published_at", "sequence");

-- CreateIndex
CREATE INDEX "inbox_event_at_idx" ON "inbox_event"("at");
