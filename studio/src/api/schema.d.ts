// Written by eng/api-types.mjs from description.json; npm run api-types writes it anew.
export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description Takes an alert on. */
        AcknowledgeRequest: {
            /** @description What to say about it, at most 2,000 characters. */
            comment?: null | string;
        };
        /** @description An agreement and where it stands. */
        AgreementAnswer: {
            /** @description Its id. */
            id: string;
            /** @description What people call it. */
            name: string;
            /**
             * Format: int32
             * @description Number of its current version.
             */
            version: number;
            /** @description SHA-256 of that version's canonical JSON. */
            digest: string;
            /**
             * Format: date-time
             * @description When that version was accepted.
             */
            createdAt: string;
            /** @description The zone of its windows; absent when the document cannot be read. */
            timeZone?: null | string;
            /** @description One violation violates it; one unknown leaves it open. */
            state: string;
            /**
             * Format: int32
             * @description Its promises, each scope counted.
             */
            guaranteeCount: number;
            /**
             * Format: int32
             * @description How many hold.
             */
            fulfilled: number;
            /**
             * Format: int32
             * @description How many are broken.
             */
            violated: number;
            /**
             * Format: int32
             * @description How many have no data.
             */
            notDetermined: number;
            /**
             * Format: date-time
             * @description Up to when data counted in the newest evaluation.
             */
            evaluatedAt?: null | string;
            /**
             * Format: date-time
             * @description When it is evaluated next by schedule; absent when nothing is scheduled.
             */
            nextEvaluationAt?: null | string;
            /** @description What is wrong with the document, when it cannot be read. */
            problems?: null | string[];
            /** @description Its promises; absent in lists. */
            guarantees?: null | components["schemas"]["GuaranteeAnswer"][];
        };
        /** @description Where an agreement stands. */
        AgreementStateAnswer: {
            /** @description The agreement. */
            agreementId: string;
            /**
             * Format: int32
             * @description Its current version.
             */
            agreementVersion: number;
            /** @description fulfilled, violated or not-determined. */
            state: string;
            /** @description Where each guarantee stands. */
            states: components["schemas"]["GuaranteeStateAnswer"][];
        };
        /** @description A version of an agreement, without its document. */
        AgreementVersionAnswer: {
            /** @description The agreement. */
            id: string;
            /**
             * Format: int32
             * @description Its number, from 1.
             */
            version: number;
            /** @description SHA-256 of the document. */
            digest: string;
            /**
             * Format: date-time
             * @description When it was stored.
             */
            createdAt: string;
        };
        /** @description An alert on the wire. */
        AlertAnswer: {
            /** @description Unique id. */
            id: string;
            /** @description Identifies the condition. */
            fingerprint: string;
            /** @description `firing`, `acknowledged` or `resolved`. */
            state: string;
            /** @description `critical`, `high`, `medium`, `low` or `info`. */
            severity: string;
            /** @description One line for people. */
            title: string;
            /** @description Who noticed it. */
            source: string;
            /** @description The agreement that is broken. */
            agreementId?: null | string;
            /** @description The guarantee, or another name for what is watched. */
            guaranteeId?: null | string;
            /** @description Where. */
            scope: {
                [key: string]: string;
            };
            /** @description What was known when it was raised. */
            details: Record<string, never>;
            /**
             * Format: int64
             * @description How often the condition was reported while it was open.
             */
            occurrences: number;
            /**
             * Format: date-time
             * @description The instant the first report speaks about.
             */
            observedAt: string;
            /**
             * Format: date-time
             * @description When it was opened.
             */
            openedAt: string;
            /**
             * Format: date-time
             * @description When it was last reported.
             */
            lastSeenAt: string;
            /**
             * Format: date-time
             * @description When it was acknowledged.
             */
            acknowledgedAt?: null | string;
            /** @description By whom. */
            acknowledgedBy?: null | string;
            /** @description What they said. */
            comment?: null | string;
            /**
             * Format: date-time
             * @description When it was resolved.
             */
            resolvedAt?: null | string;
            /** @description Why. */
            resolution?: null | string;
            /** @description What happened to it, oldest first; in the answer about one alert only. */
            timeline?: null | components["schemas"]["AlertEvent"][];
        };
        /** @description One line of an alert's timeline. */
        AlertEvent: {
            /**
             * Format: date-time
             * @description When.
             */
            at: string;
            /** @description `raised`, `seen`, `acknowledged`, `commented` or `resolved`. */
            kind: string;
            /** @description The person or run that did it. */
            actor?: null | string;
            /** @description What they said. */
            text?: null | string;
            /** @description What makes the line unique in its alert. */
            key?: string;
        };
        /** @description Alerts in short. */
        AlertsOverview: {
            /**
             * Format: int64
             * @description How many are open.
             */
            open: number;
            /** @description How many of each severity that has any. */
            bySeverity: {
                [key: string]: number;
            };
            /** @description The most urgent of them. */
            latest: components["schemas"]["AlertAnswer"][];
        };
        /** @description What changes would do to a run. */
        AlterationCheckAnswer: {
            /** @description The run. */
            runId: string;
            /** @description Whether they would be made. */
            isPossible: boolean;
            /** @description Why they would be refused. */
            problems: string[];
            /** @description What is carried over, and what is not. */
            notes: string[];
        };
        /** @description How it went with one run. */
        AlterationJobAnswer: {
            /** @description The run. */
            runId: string;
            /** @description Pending, Completed or Failed. */
            status: string;
            /** @description What is to be said about it. */
            log: string[];
            /**
             * Format: date-time
             * @description When it ended; absent before.
             */
            completedAt?: null | string;
        };
        /** @description Changes that were asked for. */
        AlterationPlanAnswer: {
            /** @description Id of the plan. */
            id: string;
            /** @description The changes. */
            alterations: components["schemas"]["JsonElement"];
            /** @description Generating, Running, Completed or Failed. */
            status: string;
            /** @description Who asked. */
            author: string;
            /**
             * Format: date-time
             * @description When.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When the last run had its changes; absent before.
             */
            completedAt?: null | string;
            /**
             * Format: int64
             * @description Number of runs.
             */
            runs: number;
            /**
             * Format: int64
             * @description Number of those whose changes are not made yet.
             */
            pending: number;
            /**
             * Format: int64
             * @description Number of those that were refused.
             */
            failed: number;
            /** @description How it went with each run, at most 1,000; absent in lists. */
            jobs?: null | components["schemas"]["AlterationJobAnswer"][];
        };
        /** @description Changes and the runs they are for. */
        AlterationRequest: {
            /** @description The changes: objects with a type and what the type needs. */
            alterations: components["schemas"]["JsonElement"];
            /** @description The runs; absent when a filter says which. */
            runIds?: null | string[];
            filter?: null | components["schemas"]["JsonElement"];
        };
        /** @description An API key on the wire. */
        ApiKeyAnswer: {
            /** @description Its id. */
            id: string;
            /** @description What its maker calls it. */
            name: string;
            /** @description Its maker. */
            userName: string;
            /** @description How the key begins. */
            prefix: string;
            /** @description What it may do now: what it was given and its maker still may. */
            permissions: string[];
            /**
             * Format: date-time
             * @description When it was made.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When it ends.
             */
            expiresAt: string;
            /**
             * Format: date-time
             * @description When it was last used.
             */
            lastUsedAt?: null | string;
            /** @description The key itself: in the answer that makes it, and never again. */
            key?: null | string;
        };
        /** @description Asks for a key. A member that is not known is refused: a limit with a slip in its name must not make a key without it. */
        ApiKeyRequest: {
            /** @description What to call it, at most 100 characters. */
            name?: null | string;
            /** @description What it may do, each of it something that the maker may. Without permissions and roles: everything the maker may. */
            permissions?: null | string[];
            /** @description Roles whose permissions, as they are now, it gets beside Permissions. */
            roles?: null | string[];
            /**
             * Format: date-time
             * @description When it ends; in 90 days when absent, in two years at the latest.
             */
            expiresAt?: null | string;
        };
        /** @description An entry of the trail on the wire. */
        AuditAnswer: {
            /**
             * Format: int64
             * @description Its id, in the order of the commits.
             */
            id: number;
            /**
             * Format: date-time
             * @description When.
             */
            at: string;
            /** @description Who. */
            actor: string;
            /** @description What was done. */
            action: string;
            /** @description To what. */
            subject: string;
            /** @description SHA-256 in hex of what it was; absent when it did not exist. */
            before?: null | string;
            /** @description SHA-256 in hex of what it is; absent when it no longer exists. */
            after?: null | string;
            /** @description Where the request came from. */
            address: string;
            /** @description The key of the ledger entry that proves it. */
            ledgerKey: string;
        };
        /** @description A catalog as it is answered. */
        CatalogAnswer: {
            /**
             * Format: int32
             * @description Its number.
             */
            id: number;
            /** @description Its name. */
            name: string;
            /** @description What it is about. */
            description?: null | string;
            /**
             * Format: date-time
             * @description When it begins.
             */
            startDate: string;
            /**
             * Format: date-time
             * @description When it ends.
             */
            endDate?: null | string;
            /** @description The dashboard that shows it. */
            dashboard_id?: null | string;
            /** @description The agreement that rests on it. */
            tpaId?: null | string;
            /** @description draft or finalized. */
            status: string;
            /** @description The IANA zone of its windows. */
            timeZone: string;
        };
        /** @description One kind of code that cannot be stopped. */
        Code: {
            /** @description `csharp` or `activity-test`. */
            kind: string;
            /**
             * Format: int32
             * @description How much of it went past its time and does not end.
             */
            count: number;
            /**
             * Format: int32
             * @description How much may be under way; when all is of that kind, further code is refused.
             */
            places: number;
        };
        /** @description Something to say about an alert. */
        CommentRequest: {
            /** @description The words, at most 2,000 characters. */
            text?: null | string;
            /** @description The caller's own id of the comment; a repetition with the same one adds no line. Optional, at most 100 characters. */
            id?: null | string;
        };
        /** @description A computation as it is answered. */
        ComputationAnswer: {
            /** @description Its id. */
            id: string;
            /** @description The run of controls it belongs to. */
            computationGroup: string;
            /** @description Whether the control holds; null when it is not determined. */
            value?: null | boolean;
            /** @description Values by scope name. */
            scope: components["schemas"]["JsonObject"];
            /** @description What it rests on. */
            evidences: components["schemas"]["JsonObject"][];
            /** @description Its window. */
            period: components["schemas"]["WindowAnswer"];
            /** @description Its control. */
            controlId: string;
        };
        /** @description A proof of consistency (RFC 9162 §2.1.4). */
        ConsistencyAnswer: {
            /**
             * Format: int64
             * @description The size of the older tree.
             */
            from: number;
            /**
             * Format: int64
             * @description The size of the newer tree.
             */
            to: number;
            /** @description The proof, Base64. */
            hashes: string[];
        };
        /** @description A control as it is answered. */
        ControlAnswer: {
            /**
             * Format: int32
             * @description Its number.
             */
            id: number;
            /** @description Its name. */
            name: string;
            /** @description What it demands. */
            description?: null | string;
            /** @description MINUTELY, HOURLY, DAILY, WEEKLY, MONTHLY, QUARTERLY or ANNUALLY. */
            period: string;
            /**
             * Format: date-time
             * @description When it begins.
             */
            startDate?: null | string;
            /**
             * Format: date-time
             * @description When it ends.
             */
            endDate?: null | string;
            /** @description The workflow that evaluates it, by its former name. */
            mashupId?: null | string;
            /** @description The workflow that evaluates it. */
            workflowDefinitionId?: null | string;
            /** @description What that workflow is given. */
            params: components["schemas"]["JsonObject"];
            /** @description draft or finalized. */
            status: string;
            /**
             * Format: int32
             * @description Its catalog.
             */
            catalogId: number;
        };
        /** @description Work that was set aside. */
        DeadLetterAnswer: {
            /** @description Id of the work. */
            id: string;
            /** @description What it would do: Start, Resume, Cancel … */
            kind: string;
            /** @description The run it is for; absent for a stimulus that nobody waited for. */
            runId?: null | string;
            /** @description The workflow it would start; absent when it starts none. */
            definitionId?: null | string;
            /** @description Correlation id; absent when none. */
            correlationId?: null | string;
            /** @description Why it was set aside. */
            reason: string;
            /**
             * Format: date-time
             * @description When it was accepted.
             */
            acceptedAt: string;
        };
        /** @description That an agreement was deleted. */
        DeletedAgreementAnswer: {
            /** @description The agreement. */
            id: string;
            /** @description Always true. */
            deleted: boolean;
        };
        /** @description How many agreements were deleted. */
        DeletedCountAnswer: {
            /**
             * Format: int32
             * @description How many.
             */
            deleted: number;
        };
        /** @description What changes would do. */
        DryRunAnswer: {
            /**
             * Format: int32
             * @description Number of runs that were meant.
             */
            total: number;
            /** @description What they would do to each, at most 500. */
            items: components["schemas"]["AlterationCheckAnswer"][];
        };
        /** @description An entry. Its leaf is the canonical JSON (RFC 8785) of all members but `leafHash` and `body`. */
        EntryAnswer: {
            agreement?: null | string;
            bodySha256: string;
            /** Format: int64 */
            cause: number;
            enlistedAt: string;
            /** Format: int64 */
            index: number;
            instance?: null | string;
            key: string;
            kind: string;
            subject?: null | string;
            /** Format: int32 */
            v: number;
            leafHash: string;
            body?: null | components["schemas"]["JsonElement"];
        };
        /** @description A page of entries. */
        EntryPage: {
            /** @description The entries in order. */
            entries: components["schemas"]["EntryAnswer"][];
            /**
             * Format: int64
             * @description The index to continue from; `null` at the end.
             */
            next?: null | number;
        };
        /** @description All that is needed to see, without trusting this host, that an entry is in the ledger as it is shown. Texts are given as they were hashed. */
        EntryProofAnswer: {
            /**
             * Format: int64
             * @description The index of the entry.
             */
            index: number;
            /** @description The leaf: canonical JSON (RFC 8785) of every member but the body. Its hash is SHA-256(0x00, leaf). */
            leaf: string;
            /** @description The body: canonical JSON; the leaf holds its SHA-256. */
            body: string;
            /** @description The stored leaf hash, Base64. */
            leafHash: string;
            /**
             * Format: int64
             * @description The size of the tree that the path leads to.
             */
            treeSize: number;
            /** @description The path from the leaf upwards (RFC 9162 section 2.1.3), Base64. */
            hashes: string[];
            /** @description The signed note (C2SP tlog-checkpoint) with that tree's root. */
            checkpoint: string;
            /** @description The public key that checks the note (C2SP signed-note). Compare it over another channel before trusting it. */
            key: string;
        };
        /** @description A piece of evidence on the wire. */
        EvidenceAnswer: {
            /** @description Unique id. */
            id: string;
            /** @description SHA-256 of the content, lower-case hexadecimal. */
            digest: string;
            /**
             * Format: int32
             * @description Bytes of the content.
             */
            size: number;
            /** @description Media type of the content as collected. */
            mediaType: string;
            /** @description What it is. */
            kind: string;
            /** @description Where it came from. */
            source: string;
            /** @description The control it supports. */
            controlId?: null | string;
            /** @description The agreement it supports. */
            agreementId?: null | string;
            /** @description The scope it speaks about. */
            scope: {
                [key: string]: string;
            };
            window?: null | components["schemas"]["TimeWindow"];
            /**
             * Format: date-time
             * @description When it was collected.
             */
            collectedAt: string;
            /**
             * Format: date-time
             * @description First instant at which it counts.
             */
            validFrom: string;
            /**
             * Format: date-time
             * @description First instant at which it counts no longer; absent when it does not expire.
             */
            validUntil?: null | string;
            /** @description The run that collected it. */
            instanceId: string;
            /** @description How it came to be. */
            provenance: Record<string, never>;
        };
        /** @description A piece of evidence, whether it counts now, and where the ledger certifies it. */
        EvidenceDetailAnswer: {
            /** @description The record. */
            evidence: components["schemas"]["EvidenceAnswer"];
            /** @description Whether it counts now. */
            validity: components["schemas"]["EvidenceStanding"];
            /**
             * Format: int64
             * @description The index of the ledger entry about it; absent until it is posted.
             */
            ledgerIndex?: null | number;
        };
        /** @description Evidence in short. */
        EvidenceOverview: {
            /**
             * Format: int64
             * @description How many pieces were collected in the last 24 hours.
             */
            lastDay: number;
            /** @description The newest, newest first. */
            latest: components["schemas"]["EvidenceAnswer"][];
        };
        /**
         * @description Whether evidence counts.
         * @enum {unknown}
         */
        EvidenceStanding: "valid" | "not-yet-valid" | "expired";
        /** @description A run that ended with a fault. */
        FailedRun: {
            /** @description Its id. */
            id: string;
            /** @description Logical id of its definition. */
            definitionId: string;
            /** @description The definition's name. */
            name: string;
            /**
             * Format: date-time
             * @description When it ended.
             */
            failedAt: string;
            /**
             * Format: int32
             * @description How many of its activities faulted.
             */
            incidents: number;
        };
        /** @description A catalog that was put into force. */
        FinalizedCatalogAnswer: {
            /** @description The catalog. */
            catalog: components["schemas"]["CatalogAnswer"];
            /** @description Its controls. */
            controls: components["schemas"]["FinalizedControls"];
        };
        /** @description How many controls a catalog took into force with it. */
        FinalizedControls: {
            /**
             * Format: int32
             * @description How many.
             */
            finalized: number;
        };
        /** @description A promise in one scope and where it stands. */
        GuaranteeAnswer: {
            /** @description Id of the guarantee, unique in its agreement. */
            id: string;
            /** @description What is promised. */
            description: string;
            /** @description How bad a violation is, in the author's words. */
            severity?: null | string;
            /** @description Where. */
            scope: {
                [key: string]: string;
            };
            /** @description `fulfilled`, `violated` or `not-determined`: what the last evaluation said. */
            state: string;
            /** @description The last state that was determined. */
            standing: string;
            /**
             * Format: date-time
             * @description Since when the standing is what it is.
             */
            since?: null | string;
            /** @description The metric whose value is shown. */
            metric?: null | string;
            /** @description Its unit, in the author's words. */
            unit?: null | string;
            /**
             * Format: double
             * @description The value now; absent without data.
             */
            value?: null | number;
            /** @description The condition that must hold. */
            objective: string;
            /** @description The limits that the objective sets, with parameters resolved. */
            bounds: components["schemas"]["ObjectiveBound"][];
            /** @description Why, in a sentence. */
            reason: string;
            window?: null | components["schemas"]["TimeWindow"];
            /**
             * Format: date-time
             * @description Up to when data counted; absent when it was never evaluated.
             */
            evaluatedUntil?: null | string;
            /** @description The last 24 hours in steps, oldest first; in the overview only. */
            trend?: null | components["schemas"]["TrendPoint"][];
        };
        /** @description A promise over time. */
        GuaranteeHistoryAnswer: {
            /** @description The agreement. */
            agreementId: string;
            /** @description The promise. */
            guaranteeId: string;
            /** @description What is promised. */
            description: string;
            /**
             * Format: date-time
             * @description Where the first step begins: at the first evaluation in the range asked for, not before it.
             */
            from: string;
            /**
             * Format: date-time
             * @description Where the range ends.
             */
            to: string;
            /**
             * Format: double
             * @description How long a step is.
             */
            stepSeconds: number;
            /** @description One for each scope. */
            series: components["schemas"]["HistorySeries"][];
        };
        /** @description Where a guarantee stands. */
        GuaranteeStateAnswer: {
            /** @description The agreement. */
            agreementId: string;
            /**
             * Format: int32
             * @description The version that was evaluated.
             */
            agreementVersion: number;
            /** @description The guarantee. */
            guaranteeId: string;
            /** @description Values by scope name. */
            scope: components["schemas"]["JsonObject"];
            /** @description fulfilled, violated or not-determined. */
            state: string;
            /** @description The last state that was determined. */
            standing: string;
            /**
             * Format: date-time
             * @description Since when it stands so.
             */
            since?: null | string;
            /**
             * Format: double
             * @description The value; null without data.
             */
            value?: null | number;
            /** @description The objective. */
            objective: string;
            /** @description The numbers behind it, by name. */
            metrics: components["schemas"]["JsonObject"];
            /** @description Why it came out so. */
            reason: string;
            window?: null | components["schemas"]["WindowAnswer"];
            /**
             * Format: date-time
             * @description Up to when samples were seen.
             */
            evaluatedUntil?: null | string;
            /** @description The run of controls it rests on. */
            computationGroup?: null | string;
        };
        /** @description One step. */
        HistoryPoint: {
            /**
             * Format: date-time
             * @description Where it begins.
             */
            from: string;
            /**
             * Format: date-time
             * @description Its last evaluation.
             */
            at: string;
            /**
             * Format: double
             * @description The last value; absent without data.
             */
            value?: null | number;
            /**
             * Format: double
             * @description The lowest value.
             */
            lowest?: null | number;
            /**
             * Format: double
             * @description The highest value.
             */
            highest?: null | number;
            /** @description `violated` when any evaluation in the step said so. */
            state: string;
            /**
             * Format: int32
             * @description Evaluations that say the promise was kept.
             */
            fulfilled: number;
            /**
             * Format: int32
             * @description Evaluations that say it was broken.
             */
            violated: number;
            /**
             * Format: int32
             * @description Evaluations without data.
             */
            notDetermined: number;
        };
        /** @description A promise in one scope over time. */
        HistorySeries: {
            /** @description The scope. */
            scope: {
                [key: string]: string;
            };
            /** @description The metric whose value is shown. */
            metric?: null | string;
            /** @description Its unit. */
            unit?: null | string;
            /** @description The condition that must hold in the agreement's current version. */
            objective: string;
            /** @description The limits to draw; those of Metric belong to the values. */
            bounds: components["schemas"]["ObjectiveBound"][];
            /** @description The steps that have evaluations, oldest first. */
            points: components["schemas"]["HistoryPoint"][];
        };
        HttpValidationProblemDetails: {
            type?: null | string;
            title?: null | string;
            /** Format: int32 */
            status?: null | number;
            detail?: null | string;
            instance?: null | string;
            errors?: {
                [key: string]: string[];
            };
        };
        /** @description A proof of inclusion (RFC 9162 §2.1.3). */
        InclusionAnswer: {
            /**
             * Format: int64
             * @description The index of the entry.
             */
            index: number;
            /**
             * Format: int64
             * @description The size of the tree.
             */
            treeSize: number;
            /** @description The leaf hash, Base64. */
            leafHash: string;
            /** @description The path from the leaf upwards, Base64. */
            hashes: string[];
            /** @description The signed checkpoint with the root; `null` when a size was asked for. */
            checkpoint?: null | string;
        };
        /** @description What became of a batch of samples. The three numbers add up to the samples that were sent. */
        IngestReport: {
            /**
             * Format: int32
             * @description Samples that are stored and committed.
             */
            accepted: number;
            /**
             * Format: int32
             * @description Samples that were there already with the same value.
             */
            duplicates: number;
            /** @description Samples that did not enter, in the order of the batch. */
            rejected: components["schemas"]["SampleRejection"][];
            /**
             * Format: int32
             * @description How many of int IngestReport.Accepted wait on this host's disk, since the store cannot be reached: they cannot be queried yet, and whether they repeat or contradict others is found out later.
             */
            spooled?: number;
        };
        /** @description The body of `POST /api/v1/metrics`, for its description; it is read as a stream of tokens. */
        IngestRequest: {
            /** @description The samples of the batch. */
            samples: components["schemas"]["IngestSample"][];
        };
        /** @description One sample of an IngestRequest. */
        IngestSample: {
            /** @description The metric's name, e.g. `host.cpu.percent`. */
            name: string;
            /** @description What tells the series of one name apart. */
            labels?: null | {
                [key: string]: string;
            };
            /**
             * Format: date-time
             * @description When it was measured: ISO 8601 with a zone, or Unix milliseconds.
             */
            at: string;
            /**
             * Format: double
             * @description The value; true and false count as 1 and 0.
             */
            value: number;
            /** @description The unit of the values; the first one that comes in stays. */
            unit?: null | string;
        };
        JsonElement: unknown;
        JsonObject: Record<string, never>;
        /** @description The newest signed state of the ledger. */
        LedgerHeadAnswer: {
            /** @description The ledger's name. */
            origin: string;
            /**
             * Format: int64
             * @description How many entries it has.
             */
            size: number;
            /** @description The tree hash over them, Base64; absent while the ledger is empty. */
            root?: null | string;
            /** @description The signed note; absent while the ledger is empty. */
            checkpoint?: null | string;
            /** @description The public key that checks it, name+id+base64. */
            key: string;
            /**
             * Format: date-time
             * @description When the newest entry was enlisted.
             */
            lastEntryAt?: null | string;
        };
        /** @description One page of a list. */
        ListAnswerOfAgreementAnswer: {
            /** @description The items in the order asked for. */
            items: components["schemas"]["AgreementAnswer"][];
            /**
             * Format: int64
             * @description How many match altogether.
             */
            total: number;
            /**
             * Format: int32
             * @description The page, from 0.
             */
            page: number;
            /**
             * Format: int32
             * @description The most items on a page.
             */
            pageSize: number;
        };
        /** @description One page of a list. */
        ListAnswerOfAlertAnswer: {
            /** @description The items in the order asked for. */
            items: components["schemas"]["AlertAnswer"][];
            /**
             * Format: int64
             * @description How many match altogether.
             */
            total: number;
            /**
             * Format: int32
             * @description The page, from 0.
             */
            page: number;
            /**
             * Format: int32
             * @description The most items on a page.
             */
            pageSize: number;
        };
        /** @description One page of a list. */
        ListAnswerOfAlterationPlanAnswer: {
            /** @description The items in the order asked for. */
            items: components["schemas"]["AlterationPlanAnswer"][];
            /**
             * Format: int64
             * @description How many match altogether.
             */
            total: number;
            /**
             * Format: int32
             * @description The page, from 0.
             */
            page: number;
            /**
             * Format: int32
             * @description The most items on a page.
             */
            pageSize: number;
        };
        /** @description One page of a list. */
        ListAnswerOfApiKeyAnswer: {
            /** @description The items in the order asked for. */
            items: components["schemas"]["ApiKeyAnswer"][];
            /**
             * Format: int64
             * @description How many match altogether.
             */
            total: number;
            /**
             * Format: int32
             * @description The page, from 0.
             */
            page: number;
            /**
             * Format: int32
             * @description The most items on a page.
             */
            pageSize: number;
        };
        /** @description One page of a list. */
        ListAnswerOfAuditAnswer: {
            /** @description The items in the order asked for. */
            items: components["schemas"]["AuditAnswer"][];
            /**
             * Format: int64
             * @description How many match altogether.
             */
            total: number;
            /**
             * Format: int32
             * @description The page, from 0.
             */
            page: number;
            /**
             * Format: int32
             * @description The most items on a page.
             */
            pageSize: number;
        };
        /** @description One page of a list. */
        ListAnswerOfDeadLetterAnswer: {
            /** @description The items in the order asked for. */
            items: components["schemas"]["DeadLetterAnswer"][];
            /**
             * Format: int64
             * @description How many match altogether.
             */
            total: number;
            /**
             * Format: int32
             * @description The page, from 0.
             */
            page: number;
            /**
             * Format: int32
             * @description The most items on a page.
             */
            pageSize: number;
        };
        /** @description One page of a list. */
        ListAnswerOfEntryAnswer: {
            /** @description The items in the order asked for. */
            items: components["schemas"]["EntryAnswer"][];
            /**
             * Format: int64
             * @description How many match altogether.
             */
            total: number;
            /**
             * Format: int32
             * @description The page, from 0.
             */
            page: number;
            /**
             * Format: int32
             * @description The most items on a page.
             */
            pageSize: number;
        };
        /** @description One page of a list. */
        ListAnswerOfEvidenceAnswer: {
            /** @description The items in the order asked for. */
            items: components["schemas"]["EvidenceAnswer"][];
            /**
             * Format: int64
             * @description How many match altogether.
             */
            total: number;
            /**
             * Format: int32
             * @description The page, from 0.
             */
            page: number;
            /**
             * Format: int32
             * @description The most items on a page.
             */
            pageSize: number;
        };
        /** @description One page of a list. */
        ListAnswerOfScheduleAnswer: {
            /** @description The items in the order asked for. */
            items: components["schemas"]["ScheduleAnswer"][];
            /**
             * Format: int64
             * @description How many match altogether.
             */
            total: number;
            /**
             * Format: int32
             * @description The page, from 0.
             */
            page: number;
            /**
             * Format: int32
             * @description The most items on a page.
             */
            pageSize: number;
        };
        /** @description One page of a list. */
        ListAnswerOfSessionSummary: {
            /** @description The items in the order asked for. */
            items: components["schemas"]["SessionSummary"][];
            /**
             * Format: int64
             * @description How many match altogether.
             */
            total: number;
            /**
             * Format: int32
             * @description The page, from 0.
             */
            page: number;
            /**
             * Format: int32
             * @description The most items on a page.
             */
            pageSize: number;
        };
        /** @description One page of a list. */
        ListAnswerOfTaskAnswer: {
            /** @description The items in the order asked for. */
            items: components["schemas"]["TaskAnswer"][];
            /**
             * Format: int64
             * @description How many match altogether.
             */
            total: number;
            /**
             * Format: int32
             * @description The page, from 0.
             */
            page: number;
            /**
             * Format: int32
             * @description The most items on a page.
             */
            pageSize: number;
        };
        /** @description One page of a list. */
        ListAnswerOfUserAnswer: {
            /** @description The items in the order asked for. */
            items: components["schemas"]["UserAnswer"][];
            /**
             * Format: int64
             * @description How many match altogether.
             */
            total: number;
            /**
             * Format: int32
             * @description The page, from 0.
             */
            page: number;
            /**
             * Format: int32
             * @description The most items on a page.
             */
            pageSize: number;
        };
        /** @description One page of a list. */
        ListAnswerOfWorkflowAnswer: {
            /** @description The items in the order asked for. */
            items: components["schemas"]["WorkflowAnswer"][];
            /**
             * Format: int64
             * @description How many match altogether.
             */
            total: number;
            /**
             * Format: int32
             * @description The page, from 0.
             */
            page: number;
            /**
             * Format: int32
             * @description The most items on a page.
             */
            pageSize: number;
        };
        /** @description One page of a list. */
        ListAnswerOfWorkflowDraftAnswer: {
            /** @description The items in the order asked for. */
            items: components["schemas"]["WorkflowDraftAnswer"][];
            /**
             * Format: int64
             * @description How many match altogether.
             */
            total: number;
            /**
             * Format: int32
             * @description The page, from 0.
             */
            page: number;
            /**
             * Format: int32
             * @description The most items on a page.
             */
            pageSize: number;
        };
        /** @description The body of a sign-in. */
        LoginRequest: {
            /** @description The user name. */
            username?: null | string;
            /** @description The password. */
            password?: null | string;
        };
        /** @description What an import of Node-RED flows gives. */
        NodeRedAnswer: {
            /** @description Whether nothing was saved. */
            dryRun: boolean;
            /** @description One for each tab. */
            flows: components["schemas"]["NodeRedFlowAnswer"][];
            /** @description The report. */
            notes: components["schemas"]["NodeRedNoteAnswer"][];
        };
        /** @description A tab as a workflow. */
        NodeRedFlowAnswer: {
            /** @description Logical id. */
            workflowId: string;
            /** @description The tab's label. */
            name: string;
            /**
             * Format: int32
             * @description Nodes that run.
             */
            converted: number;
            /**
             * Format: int32
             * @description Nodes that somebody has to replace.
             */
            notConverted: number;
            /** @description Whether there is a workflow with this id: the import makes another draft of it. */
            exists: boolean;
            /**
             * Format: int32
             * @description The draft that was saved; absent when nothing was.
             */
            version?: null | number;
            definition?: null | components["schemas"]["JsonObject"];
        };
        /** @description A line of the report. */
        NodeRedNoteAnswer: {
            /** @description note, changed or notConverted. */
            level: string;
            /** @description The tab. */
            flow: string;
            /** @description Id of the node. */
            nodeId: string;
            /** @description Its name. */
            nodeName: string;
            /** @description Its type. */
            nodeType: string;
            /** @description What happened and why. */
            message: string;
            /** @description What to do; empty when nothing has to be done. */
            advice: string;
        };
        /** @description A limit that an objective sets for one metric, such as `LATENCY &lt;= 500`: what a chart can draw as a line. */
        ObjectiveBound: {
            /** @description The metric as the objective names it, with its aggregate when it names one. */
            metric: string;
            /** @description `&gt;=`, `&lt;=`, `&gt;`, `&lt;`, `==` or `!=`, with the metric on the left. */
            comparison: string;
            /**
             * Format: double
             * @description The limit; a parameter of the agreement is resolved.
             */
            value: number;
        };
        /** @description How everything stands. A part that the caller may not read is absent. */
        OverviewAnswer: {
            /**
             * Format: date-time
             * @description When this was read.
             */
            at: string;
            /**
             * Format: date-time
             * @description Where the trends begin: 24 hours ago, or at the first evaluation since.
             */
            trendFrom?: null | string;
            /** @description Every agreement with its promises. */
            agreements?: null | components["schemas"]["AgreementAnswer"][];
            evidence?: null | components["schemas"]["EvidenceOverview"];
            ledger?: null | components["schemas"]["LedgerHeadAnswer"];
            alerts?: null | components["schemas"]["AlertsOverview"];
            runs?: null | components["schemas"]["RunsOverview"];
        };
        /** @description Changes the own password. */
        PasswordRequest: {
            /** @description The one until now. */
            currentPassword?: null | string;
            /** @description The one from now on. */
            newPassword?: null | string;
        };
        /** @description A wish to pause all workflows. */
        PauseRequest: {
            /** @description Why, at most 500 characters; shown to whoever looks. Optional. */
            reason?: null | string;
        };
        /** @description The person. */
        Person: {
            /** @description User name. */
            name: string;
            /** @description What to call them. */
            displayName: string;
            /** @description Their roles. */
            roles: string[];
            /** @description What these let them do. */
            permissions: string[];
        };
        /** @description A point as it is answered: one guarantee in one window. */
        PointAnswer: {
            /** @description Its id. */
            id: string;
            /** @description The agreement. */
            agreementId: string;
            /** @description The guarantee. */
            guaranteeId: string;
            /**
             * Format: double
             * @description The value; null without data.
             */
            guaranteeValue?: null | number;
            /** @description Whether the guarantee holds; null when it is not determined. */
            guaranteeResult?: null | boolean;
            /**
             * Format: date-time
             * @description The end of the window.
             */
            timestamp: string;
            /** @description The numbers behind it, by name. */
            metrics: components["schemas"]["JsonObject"];
            /** @description Values by scope name. */
            scope: components["schemas"]["JsonObject"];
            /** @description The run of controls it rests on. */
            computationGroup?: null | string;
            /** @description fulfilled, violated or not-determined. */
            state: string;
            /**
             * Format: int32
             * @description The version that was evaluated.
             */
            agreementVersion: number;
            /** @description The objective. */
            objective: string;
            /** @description Why it came out so. */
            reason: string;
            /** @description The window. */
            window: components["schemas"]["WindowAnswer"];
            /**
             * Format: date-time
             * @description Up to when samples were seen.
             */
            evaluatedUntil: string;
        };
        ProblemDetails: {
            type?: null | string;
            title?: null | string;
            /** Format: int32 */
            status?: null | number;
            detail?: null | string;
            instance?: null | string;
        };
        /** @description A chart's points. */
        RangeAnswer: {
            /** @description The metric's name. */
            name: string;
            /** @description How the samples of a step became one number. */
            aggregate: string;
            /**
             * Format: date-time
             * @description The first instant of the range.
             */
            start: string;
            /**
             * Format: date-time
             * @description The first instant after the range.
             */
            end: string;
            /**
             * Format: double
             * @description The length of a step in seconds.
             */
            stepSeconds: number;
            /** @description The steps that hold samples. */
            points: components["schemas"]["RangePoint"][];
        };
        /** @description One step of a RangeQuery that holds samples; steps without samples have no point. */
        RangePoint: {
            /**
             * Format: date-time
             * @description The start of the step.
             */
            at?: string;
            /**
             * Format: double
             * @description The aggregate over the step.
             */
            value?: number;
            /**
             * Format: int64
             * @description How many samples the step holds.
             */
            samples?: number;
        };
        /** @description A named set of permissions. */
        Role: {
            /** @description For example `AUDITOR`. */
            name: string;
            /** @description What it is for, in one sentence. */
            description: string;
            /** @description What its holders may do; see Permission. */
            permissions: string[];
        };
        /** @description The answer of a run. */
        RunReply: {
            /**
             * Format: int32
             * @description HTTP status.
             */
            statusCode: number;
            /** @description Media type; absent when there is no body. */
            contentType?: null | string;
            /** @description The body as text. */
            body: string;
        };
        /** @description A run on the wire. */
        RunResponse: {
            /** @description Id of the run. */
            id: string;
            /** @description Logical id of its definition. */
            definitionId: string;
            /** @description Id of the version it runs. */
            definitionVersionId: string;
            /**
             * Format: int32
             * @description Number of that version.
             */
            version: number;
            /** @description `Running` or `Finished`. */
            status: string;
            /** @description Finer status, in Elsa's words. */
            subStatus: string;
            /** @description Correlation id; absent when none was set. */
            correlationId?: null | string;
            /**
             * Format: int32
             * @description Number of activities that faulted.
             */
            incidentCount: number;
            /**
             * Format: date-time
             * @description When it was accepted.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When it was last committed.
             */
            updatedAt: string;
            /**
             * Format: date-time
             * @description When it ended; absent while it runs.
             */
            finishedAt?: null | string;
            reply?: null | components["schemas"]["RunReply"];
        };
        /** @description Runs in short; the host's own are left out. */
        RunsOverview: {
            /**
             * Format: int64
             * @description How many have not ended.
             */
            running: number;
            /**
             * Format: int64
             * @description How many of those wait for something.
             */
            waiting: number;
            /**
             * Format: int64
             * @description How many that began in the last 24 hours ended with a fault.
             */
            failedLastDay: number;
            /** @description The newest of those. */
            latestFailures: components["schemas"]["FailedRun"][];
        };
        /** @description The state of the runtime. */
        RuntimeAnswer: {
            /** @description `running` or `paused`. */
            state: string;
            /**
             * Format: date-time
             * @description Since when it is paused; absent while it runs.
             */
            pausedAt?: null | string;
            /** @description Who paused it. */
            pausedBy?: null | string;
            /** @description Why, in their words. */
            reason?: null | string;
            /**
             * Format: int64
             * @description Accepted work that could be begun now, as counted in the last seconds.
             */
            readyWork: number;
            /** @description Code of definitions that went past its time on the host that answers and does not end. */
            leftBehind: components["schemas"]["Code"][];
        };
        /** @description Why one sample of a batch did not enter. */
        SampleRejection: {
            /**
             * Format: int32
             * @description The sample's place in the batch, from 0.
             */
            index: number;
            /** @description The JSON path of what is wrong. */
            path: string;
            /** @description A stable word for programs, one of RejectionCodes. */
            code: string;
            /** @description What is wrong and what to do, for people. */
            reason: string;
        };
        /** @description A schedule of a published workflow. */
        ScheduleAnswer: {
            /** @description Logical id of the workflow. */
            definitionId: string;
            /** @description Its name. */
            name: string;
            /** @description The trigger. */
            activityId: string;
            /** @description `interval`, `cron` or `once`. */
            kind: string;
            /** @description The interval, the cron expression or the time. */
            schedule: string;
            /** @description IANA zone in which a cron expression is meant. */
            timeZone: string;
            /** @description What happens with missed times: `skip`, `once` or `all`. */
            missedFires: string;
            /**
             * Format: date-time
             * @description Next time; absent while the schedule is paused.
             */
            nextAt?: null | string;
            /** @description The next times, the next one first, at most five; none while it is paused. */
            upcoming: string[];
            /**
             * Format: date-time
             * @description Last time that started a run; absent when none has.
             */
            lastAt?: null | string;
            /**
             * Format: int64
             * @description Times that passed without a run of their own.
             */
            missed: number;
            /**
             * Format: date-time
             * @description Since when it is paused; absent when it is not.
             */
            pausedAt?: null | string;
            /** @description Who paused it. */
            pausedBy?: null | string;
        };
        /** @description A scope definition as it is answered. */
        ScopeAnswer: {
            /** @description Its id. */
            id: string;
            /** @description Its name. */
            name: string;
            /** @description What it means. */
            description: string;
            /** @description The type of its values. */
            type: string;
            /** @description The value when none is given. */
            default: string;
        };
        /** @description A scope set as it is answered. */
        ScopeSetAnswer: {
            /** @description Its id, by its former name. */
            _id: string;
            /** @description Its id. */
            id: string;
            /**
             * Format: int32
             * @description Its control.
             */
            controlId: number;
            /** @description Values by scope name. */
            scopes: components["schemas"]["JsonObject"];
        };
        /** @description One series. */
        SeriesAnswer: {
            /**
             * Format: int32
             * @description The store's number for it.
             */
            id: number;
            /** @description The metric's name. */
            name: string;
            /** @description Its labels. */
            labels: {
                [key: string]: string;
            };
            /** @description The unit of its values. */
            unit?: null | string;
            /**
             * Format: date-time
             * @description When its first sample came in.
             */
            createdAt: string;
        };
        /** @description A page of series. */
        SeriesPage: {
            /** @description The series in the order of their ids. */
            items: components["schemas"]["SeriesAnswer"][];
            /**
             * Format: int32
             * @description The value of `after` for the next page; `null` on the last one.
             */
            next?: null | number;
        };
        /** @description Who is signed in, and for how long. */
        SessionAnswer: {
            /** @description The person. */
            user: components["schemas"]["Person"];
            /**
             * Format: date-time
             * @description When the session ends unless it is used.
             */
            expiresAt: string;
        };
        /** @description Signs in. */
        SessionRequest: {
            /** @description The user name. */
            userName?: null | string;
            /** @description The password. */
            password?: null | string;
        };
        /** @description One of somebody's sessions in a list. */
        SessionSummary: {
            /** @description Its id. */
            id: string;
            /** @description Where it was opened from. */
            address: string;
            /** @description What the browser said about itself. */
            userAgent: string;
            /**
             * Format: date-time
             * @description When it was opened.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When it was last used; at most a minute behind.
             */
            lastSeenAt: string;
            /**
             * Format: date-time
             * @description When it ends unless it is used.
             */
            expiresAt: string;
            /** @description Whether it is the one that asks. */
            current: boolean;
        };
        /** @description A task that somebody has to do. */
        TaskAnswer: {
            /** @description Id of the task. */
            id: string;
            /** @description What is to be done. */
            name: string;
            /** @description What whoever does it needs to know. */
            payload: components["schemas"]["JsonElement"];
            /** @description The run that waits for the result. */
            runId: string;
            /** @description Its workflow. */
            definitionId: string;
            /** @description Correlation id of the run; absent when none. */
            correlationId?: null | string;
            /**
             * Format: date-time
             * @description When the run came to it.
             */
            createdAt: string;
        };
        /** @description The result of a task. */
        TaskResultRequest: {
            result?: null | components["schemas"]["JsonElement"];
        };
        /** @description Activities and connections that the cases have executed. */
        TestCoverage: {
            /** @description Ids of executed activities. */
            activities?: string[];
            /** @description Ids of activities that no case executes. */
            missedActivities?: string[];
            /** @description Connections that were followed, as `source:port → target`. */
            connections?: string[];
            /** @description Connections that no case follows. */
            missedConnections?: string[];
        };
        /** @description Something that was expected and came otherwise. */
        TestDifference: {
            /** @description What was compared: `response.body.total`. */
            what: string;
            /** @description What the case expects. */
            expected: string;
            /** @description What came. */
            actual: string;
        };
        TimeWindow: {
            /** Format: date-time */
            from?: string;
            /** Format: date-time */
            to?: string;
            length?: string;
        };
        /** @description One step of a trend. */
        TrendPoint: {
            /**
             * Format: date-time
             * @description When.
             */
            at: string;
            /**
             * Format: double
             * @description The last value in the step; absent without data.
             */
            value?: null | number;
            /** @description `violated` when any evaluation in the step said so. */
            state: string;
        };
        /** @description A person on the wire. */
        UserAnswer: {
            /** @description User name. */
            name: string;
            /** @description What to call them. */
            displayName: string;
            /** @description Their roles. */
            roles: string[];
            /** @description Whether they may not sign in. */
            disabled: boolean;
            /**
             * Format: date-time
             * @description When they were added.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When they last signed in.
             */
            lastSignInAt?: null | string;
        };
        /** @description Adds or changes a person; a member that is absent stays as it is. */
        UserRequest: {
            /** @description User name; needed to add somebody, and never changed. */
            name?: null | string;
            /** @description What to call them. */
            displayName?: null | string;
            /** @description Their roles. */
            roles?: null | string[];
            /** @description Whether they may not sign in. */
            disabled?: null | boolean;
            /** @description A new password. */
            password?: null | string;
        };
        /** @description A window of time. */
        WindowAnswer: {
            /**
             * Format: date-time
             * @description The first instant.
             */
            from: string;
            /**
             * Format: date-time
             * @description The first instant after.
             */
            to: string;
        };
        /** @description A version of a workflow on the wire. */
        WorkflowAnswer: {
            /** @description Logical id, the same for all versions. */
            id: string;
            /** @description Id of the version. */
            versionId: string;
            /**
             * Format: int32
             * @description Number of the version, from 1.
             */
            version: number;
            /** @description Name. */
            name: string;
            /** @description What it is for; absent when not given. */
            description?: null | string;
            /** @description Newest version. */
            isLatest: boolean;
            /** @description The version that runs. */
            isPublished: boolean;
            /**
             * Format: int64
             * @description Counts the changes over all versions; the entity tag.
             */
            revision: number;
            /** @description Who wrote it last. */
            author: string;
            /**
             * Format: date-time
             * @description When the version was made.
             */
            createdAt: string;
            definition?: null | components["schemas"]["JsonObject"];
            /** @description What is worth knowing about it; absent when nothing is. */
            warnings?: null | components["schemas"]["WorkflowProblem"][];
        };
        /** @description A refused draft on the wire. */
        WorkflowDraftAnswer: {
            /** @description Id of the copy. */
            id: string;
            /** @description The workflow it was meant for. */
            workflowId: string;
            /** @description Name in the draft. */
            name: string;
            /** @description Whose draft it is. */
            author: string;
            /**
             * Format: int64
             * @description The revision its author had seen.
             */
            knownRevision: number;
            /**
             * Format: int64
             * @description The revision that was there.
             */
            currentRevision: number;
            /** @description Who had written it. */
            otherAuthor: string;
            /**
             * Format: date-time
             * @description When the save was refused last.
             */
            refusedAt: string;
            definition?: null | components["schemas"]["JsonObject"];
        };
        /** @description Something about a definition, with its place. */
        WorkflowProblem: {
            /** @description JSON path. */
            path: string;
            /** @description What is wrong and what to do. */
            message: string;
        };
        /** @description What came of a run of test cases. */
        WorkflowTestReport: {
            /** @description The workflow. */
            workflowId: string;
            /** @description Whether every case passed. */
            passed: boolean;
            /** @description What is wrong with the definition or its cases. */
            problems: components["schemas"]["WorkflowProblem"][];
            /** @description The cases that were run. */
            cases: components["schemas"]["WorkflowTestResult"][];
            /** @description What all cases together have executed. */
            coverage: components["schemas"]["TestCoverage"];
        };
        /** @description What came of one case. */
        WorkflowTestResult: {
            /** @description Its name. */
            name: string;
            /** @description Whether every expectation was met. */
            passed: boolean;
            /**
             * Format: double
             * @description How long it took.
             */
            milliseconds: number;
            /** @description Fine status of the run at its end. */
            status: string;
            /** @description Every expectation that was not met. */
            differences: components["schemas"]["TestDifference"][];
            /** @description The activities in the order of their execution. */
            trace: string[];
        };
        /** @description The test cases of a workflow on the wire. */
        WorkflowTestsAnswer: {
            /** @description The workflow. */
            workflowId: string;
            /**
             * Format: int64
             * @description Its revision, to be sent as If-Match with a change.
             */
            revision: number;
            /** @description Whether a publish is refused when a case fails. */
            mustPass: boolean;
            /** @description The cases as they stand in the definition; an empty list when there are none. */
            cases: components["schemas"]["JsonElement"];
            /** @description What is wrong with them. */
            problems: components["schemas"]["WorkflowProblem"][];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
