using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Dashboard.Data.Migrations.Sqlite
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
                type: "INTEGER",
                nullable: false,
                defaultValue: true);

            migrationBuilder.AddColumn<long>(
                name: "SilentSince",
                table: "Connections",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "DeliveryCounts",
                columns: table => new
                {
                    Hour = table.Column<long>(type: "INTEGER", nullable: false),
                    Outcome = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    Count = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DeliveryCounts", x => new { x.Hour, x.Outcome });
                });

            migrationBuilder.CreateTable(
                name: "NodePulses",
                columns: table => new
                {
                    Node = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    SeenAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_NodePulses", x => x.Node);
                });

            migrationBuilder.CreateTable(
                name: "RefusedDeliveries",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    ReceivedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Status = table.Column<int>(type: "INTEGER", nullable: false),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    Fault = table.Column<int>(type: "INTEGER", nullable: false),
                    IsLikely = table.Column<bool>(type: "INTEGER", nullable: false),
                    Detail = table.Column<string>(type: "TEXT", maxLength: 128, nullable: true),
                    Address = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    Sender = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    Size = table.Column<long>(type: "INTEGER", nullable: true),
                    Excerpt = table.Column<string>(type: "TEXT", maxLength: 2048, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RefusedDeliveries", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "UsedConsumerKeys",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    ProtectedKey = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: false),
                    LastUsedAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_UsedConsumerKeys", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "WebhookAlarms",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Kind = table.Column<int>(type: "INTEGER", nullable: false),
                    StartedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    LastAcceptedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Seen = table.Column<long>(type: "INTEGER", nullable: false),
                    Usual = table.Column<double>(type: "REAL", nullable: true),
                    Fault = table.Column<int>(type: "INTEGER", nullable: true),
                    Detail = table.Column<string>(type: "TEXT", maxLength: 128, nullable: true)
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
