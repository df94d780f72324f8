using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Dashboard.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class ReachCustomers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "OptedOutAt",
                table: "SnapTradeUsers",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "OptedOutBy",
                table: "SnapTradeUsers",
                type: "TEXT",
                maxLength: 400,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "TimeZone",
                table: "SnapTradeUsers",
                type: "TEXT",
                maxLength: 400,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "EmailId",
                table: "ReconnectLinks",
                type: "TEXT",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "FirstScannedAt",
                table: "ReconnectLinks",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "EmailBatches",
                columns: table => new
                {
                    Id = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    CreatedBy = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Audience = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    OverrideReason = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    Queued = table.Column<int>(type: "INTEGER", nullable: false),
                    LeftOut = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    CancelledAt = table.Column<long>(type: "INTEGER", nullable: true),
                    CancelledBy = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_EmailBatches", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "EmailItems",
                columns: table => new
                {
                    EmailId = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    ConnectionId = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    LinkId = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    BrokerageName = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    BrokenSince = table.Column<long>(type: "INTEGER", nullable: false),
                    Position = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_EmailItems", x => new { x.EmailId, x.ConnectionId });
                });

            migrationBuilder.CreateTable(
                name: "EmailPolicies",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false),
                    OnSince = table.Column<long>(type: "INTEGER", nullable: true),
                    Grace = table.Column<long>(type: "INTEGER", nullable: false),
                    Steps = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    QuietFrom = table.Column<TimeOnly>(type: "TEXT", nullable: false),
                    QuietTo = table.Column<TimeOnly>(type: "TEXT", nullable: false),
                    Days = table.Column<int>(type: "INTEGER", nullable: false),
                    MostPerWeek = table.Column<int>(type: "INTEGER", nullable: false),
                    CoolDown = table.Column<long>(type: "INTEGER", nullable: false),
                    TimeZone = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    UpdatedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    UpdatedBy = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    Version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_EmailPolicies", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Emails",
                columns: table => new
                {
                    Id = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    UserId = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    ConnectionId = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    BatchId = table.Column<string>(type: "TEXT", maxLength: 32, nullable: true),
                    Trigger = table.Column<int>(type: "INTEGER", nullable: false),
                    CreatedBy = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    OverrideReason = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    IsUrgent = table.Column<bool>(type: "INTEGER", nullable: false),
                    State = table.Column<int>(type: "INTEGER", nullable: false),
                    Obstacle = table.Column<int>(type: "INTEGER", nullable: true),
                    NotBefore = table.Column<long>(type: "INTEGER", nullable: false),
                    Attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    ClaimedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    ClaimedBy = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    LastError = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    FinishedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Address = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    AddressDomain = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    Locale = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    WordingId = table.Column<string>(type: "TEXT", maxLength: 32, nullable: true),
                    OptOutHash = table.Column<string>(type: "TEXT", maxLength: 128, nullable: true),
                    BouncedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    BounceReason = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    IsHardBounce = table.Column<bool>(type: "INTEGER", nullable: false),
                    ComplainedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    OptedOutAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Emails", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "EmailWordings",
                columns: table => new
                {
                    Id = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    Locale = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    Subject = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Heading = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Introduction = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: false),
                    Button = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Closing = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    CreatedBy = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_EmailWordings", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Incidents",
                columns: table => new
                {
                    Id = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    BrokerageId = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    StartedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    DetectedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    OpenedBy = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    ClosedBy = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    Breaks = table.Column<int>(type: "INTEGER", nullable: false),
                    Expected = table.Column<double>(type: "REAL", nullable: false),
                    LastBreakAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Incidents", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "NoticeSettings",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false),
                    Recipients = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: false),
                    DigestAt = table.Column<TimeOnly>(type: "TEXT", nullable: true),
                    TimeZone = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    TellsIncidents = table.Column<bool>(type: "INTEGER", nullable: false),
                    Threshold = table.Column<int>(type: "INTEGER", nullable: true),
                    ProtectedWebhook = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: true),
                    WebhookFormat = table.Column<int>(type: "INTEGER", nullable: false),
                    LastDigest = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    AboveSince = table.Column<long>(type: "INTEGER", nullable: true),
                    UpdatedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    UpdatedBy = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    Version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_NoticeSettings", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Suppressions",
                columns: table => new
                {
                    Address = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Reason = table.Column<int>(type: "INTEGER", nullable: false),
                    Since = table.Column<long>(type: "INTEGER", nullable: false),
                    Detail = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    EmailId = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    LiftedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    LiftedBy = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Suppressions", x => x.Address);
                });

            migrationBuilder.CreateTable(
                name: "TeamNotices",
                columns: table => new
                {
                    Id = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    Key = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Kind = table.Column<int>(type: "INTEGER", nullable: false),
                    Channel = table.Column<int>(type: "INTEGER", nullable: false),
                    Recipient = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    Content = table.Column<string>(type: "TEXT", maxLength: -1, nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    State = table.Column<int>(type: "INTEGER", nullable: false),
                    NotBefore = table.Column<long>(type: "INTEGER", nullable: false),
                    Attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    LastError = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    FinishedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TeamNotices", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Triages",
                columns: table => new
                {
                    ConnectionId = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    SnoozedUntil = table.Column<long>(type: "INTEGER", nullable: true),
                    SnoozedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    SnoozedBy = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    AssigneeId = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    AssigneeName = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    Note = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    NoteBy = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    NoteAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Triages", x => x.ConnectionId);
                });

            migrationBuilder.CreateTable(
                name: "WorkLeases",
                columns: table => new
                {
                    Name = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    Holder = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    ExpiresAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WorkLeases", x => x.Name);
                });

            migrationBuilder.CreateIndex(
                name: "IX_ReconnectLinks_CreatedAt",
                table: "ReconnectLinks",
                column: "CreatedAt");

            migrationBuilder.CreateIndex(
                name: "IX_ReconnectLinks_EmailId",
                table: "ReconnectLinks",
                column: "EmailId");

            migrationBuilder.CreateIndex(
                name: "IX_Episodes_StartedAt",
                table: "Episodes",
                column: "StartedAt");

            migrationBuilder.CreateIndex(
                name: "IX_EmailBatches_CreatedAt",
                table: "EmailBatches",
                column: "CreatedAt");

            migrationBuilder.CreateIndex(
                name: "IX_EmailItems_ConnectionId",
                table: "EmailItems",
                column: "ConnectionId");

            migrationBuilder.CreateIndex(
                name: "IX_Emails_Address",
                table: "Emails",
                column: "Address");

            migrationBuilder.CreateIndex(
                name: "IX_Emails_BatchId_State_Id",
                table: "Emails",
                columns: new[] { "BatchId", "State", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Emails_Bounced",
                table: "Emails",
                columns: new[] { "CreatedAt", "Id" },
                filter: "BouncedAt IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Emails_ClaimedAt",
                table: "Emails",
                column: "ClaimedAt");

            migrationBuilder.CreateIndex(
                name: "IX_Emails_CreatedAt_Id",
                table: "Emails",
                columns: new[] { "CreatedAt", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Emails_OneOpen",
                table: "Emails",
                column: "UserId",
                unique: true,
                filter: "\"State\" IN (1, 2)");

            migrationBuilder.CreateIndex(
                name: "IX_Emails_OptOutHash",
                table: "Emails",
                column: "OptOutHash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Emails_State_CreatedAt_Id",
                table: "Emails",
                columns: new[] { "State", "CreatedAt", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Emails_State_IsUrgent_NotBefore",
                table: "Emails",
                columns: new[] { "State", "IsUrgent", "NotBefore" });

            migrationBuilder.CreateIndex(
                name: "IX_Emails_UserId_CreatedAt",
                table: "Emails",
                columns: new[] { "UserId", "CreatedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_EmailWordings_Locale_Number",
                table: "EmailWordings",
                columns: new[] { "Locale", "Number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Incidents_BrokerageId_EndedAt",
                table: "Incidents",
                columns: new[] { "BrokerageId", "EndedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Incidents_StartedAt",
                table: "Incidents",
                column: "StartedAt");

            migrationBuilder.CreateIndex(
                name: "IX_Suppressions_Since_Address",
                table: "Suppressions",
                columns: new[] { "Since", "Address" });

            migrationBuilder.CreateIndex(
                name: "IX_TeamNotices_CreatedAt",
                table: "TeamNotices",
                column: "CreatedAt");

            migrationBuilder.CreateIndex(
                name: "IX_TeamNotices_Key",
                table: "TeamNotices",
                column: "Key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_TeamNotices_State_NotBefore",
                table: "TeamNotices",
                columns: new[] { "State", "NotBefore" });

            migrationBuilder.CreateIndex(
                name: "IX_Triages_AssigneeId",
                table: "Triages",
                column: "AssigneeId");

            migrationBuilder.CreateIndex(
                name: "IX_Triages_SnoozedUntil",
                table: "Triages",
                column: "SnoozedUntil");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "EmailBatches");

            migrationBuilder.DropTable(
                name: "EmailItems");

            migrationBuilder.DropTable(
                name: "EmailPolicies");

            migrationBuilder.DropTable(
                name: "Emails");

            migrationBuilder.DropTable(
                name: "EmailWordings");

            migrationBuilder.DropTable(
                name: "Incidents");

            migrationBuilder.DropTable(
                name: "NoticeSettings");

            migrationBuilder.DropTable(
                name: "Suppressions");

            migrationBuilder.DropTable(
                name: "TeamNotices");

            migrationBuilder.DropTable(
                name: "Triages");

            migrationBuilder.DropTable(
                name: "WorkLeases");

            migrationBuilder.DropIndex(
                name: "IX_ReconnectLinks_CreatedAt",
                table: "ReconnectLinks");

            migrationBuilder.DropIndex(
                name: "IX_ReconnectLinks_EmailId",
                table: "ReconnectLinks");

            migrationBuilder.DropIndex(
                name: "IX_Episodes_StartedAt",
                table: "Episodes");

            migrationBuilder.DropColumn(
                name: "OptedOutAt",
                table: "SnapTradeUsers");

            migrationBuilder.DropColumn(
                name: "OptedOutBy",
                table: "SnapTradeUsers");

            migrationBuilder.DropColumn(
                name: "TimeZone",
                table: "SnapTradeUsers");

            migrationBuilder.DropColumn(
                name: "EmailId",
                table: "ReconnectLinks");

            migrationBuilder.DropColumn(
                name: "FirstScannedAt",
                table: "ReconnectLinks");
        }
    }
}
