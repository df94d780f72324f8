using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Dashboard.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class KeepDeliveries : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "TellsWebhooks",
                table: "NoticeSettings",
                type: "bit",
                nullable: false,
                defaultValue: true);

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
                    Count = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DeliveryCounts", x => new { x.Hour, x.Outcome });
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
                name: "IX_Connections_Silent",
                table: "Connections",
                columns: new[] { "SilentSince", "Id" },
                filter: "SilentSince IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_RefusedDeliveries_IsLikely_Id",
                table: "RefusedDeliveries",
                columns: new[] { "IsLikely", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_RefusedDeliveries_Reason_Id",
                table: "RefusedDeliveries",
                columns: new[] { "Reason", "Id" });

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
                name: "NodePulses");

            migrationBuilder.DropTable(
                name: "RefusedDeliveries");

            migrationBuilder.DropTable(
                name: "UsedConsumerKeys");

            migrationBuilder.DropTable(
                name: "WebhookAlarms");

            migrationBuilder.DropIndex(
                name: "IX_Connections_Silent",
                table: "Connections");

            migrationBuilder.DropColumn(
                name: "TellsWebhooks",
                table: "NoticeSettings");

            migrationBuilder.DropColumn(
                name: "SilentSince",
                table: "Connections");
        }
    }
}
