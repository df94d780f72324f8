using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Dashboard.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class AddViewsDeliveriesAndFigures : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Report",
                table: "WorkLeases",
                type: "nvarchar(4000)",
                maxLength: 4000,
                nullable: true,
                collation: "Latin1_General_100_BIN2");

            migrationBuilder.AddColumn<string>(
                name: "LastReport",
                table: "NoticeSettings",
                type: "nvarchar(400)",
                maxLength: 400,
                nullable: true,
                collation: "Latin1_General_100_BIN2");

            migrationBuilder.AddColumn<bool>(
                name: "SendsReport",
                table: "NoticeSettings",
                type: "bit",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "TellsWebhooks",
                table: "NoticeSettings",
                type: "bit",
                nullable: false,
                defaultValue: true);

            migrationBuilder.AddColumn<bool>(
                name: "IsWebhook",
                table: "EventReceipts",
                type: "bit",
                nullable: false,
                defaultValue: true);

            migrationBuilder.AddColumn<bool>(
                name: "IsFile",
                table: "Emails",
                type: "bit",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<long>(
                name: "DataDays",
                table: "Connections",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<DateTime>(
                name: "SilentSince",
                table: "Connections",
                type: "datetime2",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "DeliveryCounts",
                columns: table => new
                {
                    Hour = table.Column<DateTime>(type: "datetime2", nullable: false),
                    Outcome = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false, collation: "Latin1_General_100_BIN2"),
                    Count = table.Column<long>(type: "bigint", nullable: false),
                    LastAt = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DeliveryCounts", x => new { x.Hour, x.Outcome });
                });

            migrationBuilder.CreateTable(
                name: "KeptFigures",
                columns: table => new
                {
                    Id = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false, collation: "Latin1_General_100_BIN2"),
                    AsOf = table.Column<DateTime>(type: "datetime2", nullable: false),
                    Json = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_KeptFigures", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "NodePulses",
                columns: table => new
                {
                    Node = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false, collation: "Latin1_General_100_BIN2"),
                    SeenAt = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_NodePulses", x => x.Node);
                });

            migrationBuilder.CreateTable(
                name: "OperatorPresences",
                columns: table => new
                {
                    OperatorId = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: false, collation: "Latin1_General_100_BIN2"),
                    SeenAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    LeftAt = table.Column<DateTime>(type: "datetime2", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_OperatorPresences", x => x.OperatorId);
                    table.ForeignKey(
                        name: "FK_OperatorPresences_Operators_OperatorId",
                        column: x => x.OperatorId,
                        principalTable: "Operators",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "PastNotes",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    ConnectionId = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false, collation: "Latin1_General_100_BIN2"),
                    Text = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: false, collation: "Latin1_General_100_BIN2"),
                    By = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false, collation: "Latin1_General_100_BIN2"),
                    At = table.Column<DateTime>(type: "datetime2", nullable: false),
                    EndedBy = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false, collation: "Latin1_General_100_BIN2"),
                    EndedAt = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PastNotes", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "RefusedDeliveries",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    ReceivedAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    Status = table.Column<int>(type: "int", nullable: false),
                    Reason = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false, collation: "Latin1_General_100_BIN2"),
                    Fault = table.Column<int>(type: "int", nullable: false),
                    IsLikely = table.Column<bool>(type: "bit", nullable: false),
                    Detail = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: true, collation: "Latin1_General_100_BIN2"),
                    Address = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: false, collation: "Latin1_General_100_BIN2"),
                    Sender = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: false, collation: "Latin1_General_100_BIN2"),
                    Size = table.Column<long>(type: "bigint", nullable: true),
                    Excerpt = table.Column<string>(type: "nvarchar(2048)", maxLength: 2048, nullable: true, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RefusedDeliveries", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "SavedViews",
                columns: table => new
                {
                    Id = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false, collation: "Latin1_General_100_BIN2"),
                    OwnerId = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: true, collation: "Latin1_General_100_BIN2"),
                    SavedBy = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false, collation: "Latin1_General_100_BIN2"),
                    Name = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false, collation: "Latin1_General_100_BIN2"),
                    Address = table.Column<string>(type: "nvarchar(4000)", maxLength: 4000, nullable: false, collation: "Latin1_General_100_BIN2"),
                    SavedAt = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SavedViews", x => x.Id);
                    table.ForeignKey(
                        name: "FK_SavedViews_Operators_OwnerId",
                        column: x => x.OwnerId,
                        principalTable: "Operators",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "UsedConsumerKeys",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    ProtectedKey = table.Column<string>(type: "nvarchar(4000)", maxLength: 4000, nullable: false, collation: "Latin1_General_100_BIN2"),
                    LastUsedAt = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_UsedConsumerKeys", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "WebhookAlarms",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    Kind = table.Column<int>(type: "int", nullable: false),
                    StartedAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    EndedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    LastAcceptedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    Seen = table.Column<long>(type: "bigint", nullable: false),
                    Usual = table.Column<double>(type: "float", nullable: true),
                    Fault = table.Column<int>(type: "int", nullable: true),
                    Detail = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: true, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WebhookAlarms", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Events_BrokerageAlone",
                table: "Events",
                columns: new[] { "BrokerageId", "OccurredAt", "Id" },
                filter: "ConnectionId IS NULL AND BrokerageId IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Episodes_EndedAt",
                table: "Episodes",
                column: "EndedAt",
                filter: "EndedAt IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Connections_Silent",
                table: "Connections",
                columns: new[] { "SilentSince", "Id", "Health" },
                filter: "SilentSince IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_PastNotes_ConnectionId_Id",
                table: "PastNotes",
                columns: new[] { "ConnectionId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_RefusedDeliveries_IsLikely_Id",
                table: "RefusedDeliveries",
                columns: new[] { "IsLikely", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_RefusedDeliveries_Reason_Id",
                table: "RefusedDeliveries",
                columns: new[] { "Reason", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_SavedViews_OwnerId",
                table: "SavedViews",
                column: "OwnerId");

            migrationBuilder.CreateIndex(
                name: "IX_WebhookAlarms_OneOpen",
                table: "WebhookAlarms",
                column: "Kind",
                unique: true,
                filter: "EndedAt IS NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "DeliveryCounts");

            migrationBuilder.DropTable(
                name: "KeptFigures");

            migrationBuilder.DropTable(
                name: "NodePulses");

            migrationBuilder.DropTable(
                name: "OperatorPresences");

            migrationBuilder.DropTable(
                name: "PastNotes");

            migrationBuilder.DropTable(
                name: "RefusedDeliveries");

            migrationBuilder.DropTable(
                name: "SavedViews");

            migrationBuilder.DropTable(
                name: "UsedConsumerKeys");

            migrationBuilder.DropTable(
                name: "WebhookAlarms");

            migrationBuilder.DropIndex(
                name: "IX_Events_BrokerageAlone",
                table: "Events");

            migrationBuilder.DropIndex(
                name: "IX_Episodes_EndedAt",
                table: "Episodes");

            migrationBuilder.DropIndex(
                name: "IX_Connections_Silent",
                table: "Connections");

            migrationBuilder.DropColumn(
                name: "Report",
                table: "WorkLeases");

            migrationBuilder.DropColumn(
                name: "LastReport",
                table: "NoticeSettings");

            migrationBuilder.DropColumn(
                name: "SendsReport",
                table: "NoticeSettings");

            migrationBuilder.DropColumn(
                name: "TellsWebhooks",
                table: "NoticeSettings");

            migrationBuilder.DropColumn(
                name: "IsWebhook",
                table: "EventReceipts");

            migrationBuilder.DropColumn(
                name: "IsFile",
                table: "Emails");

            migrationBuilder.DropColumn(
                name: "DataDays",
                table: "Connections");

            migrationBuilder.DropColumn(
                name: "SilentSince",
                table: "Connections");
        }
    }
}
