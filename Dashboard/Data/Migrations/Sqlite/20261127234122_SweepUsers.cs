using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Dashboard.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class SweepUsers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "CheckTriedAt",
                table: "SnapTradeUsers",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "CheckedAt",
                table: "SnapTradeUsers",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "Differences",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Kind = table.Column<int>(type: "INTEGER", nullable: false),
                    ConnectionId = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    UserId = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    BrokerageId = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    AskedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    FoundAt = table.Column<long>(type: "INTEGER", nullable: false),
                    HappenedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    IsFirstLook = table.Column<bool>(type: "INTEGER", nullable: false),
                    PassId = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Differences", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "SweepPasses",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Scope = table.Column<int>(type: "INTEGER", nullable: false),
                    BrokerageId = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    StartedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    StartedBy = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    PausedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    PausedBy = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    FinishedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Total = table.Column<long>(type: "INTEGER", nullable: false),
                    Checked = table.Column<long>(type: "INTEGER", nullable: false),
                    Failed = table.Column<long>(type: "INTEGER", nullable: false),
                    PerMinute = table.Column<double>(type: "REAL", nullable: false),
                    Trouble = table.Column<string>(type: "TEXT", maxLength: 128, nullable: true),
                    RetryAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SweepPasses", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_SnapTradeUsers_Askable",
                table: "SnapTradeUsers",
                columns: new[] { "CheckTriedAt", "Id" },
                filter: "ProtectedSecret IS NOT NULL AND SecretRefusedAt IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_SnapTradeUsers_SecretRefusedAt",
                table: "SnapTradeUsers",
                column: "SecretRefusedAt",
                filter: "SecretRefusedAt IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Differences_FoundAt",
                table: "Differences",
                column: "FoundAt");

            migrationBuilder.CreateIndex(
                name: "IX_Differences_PassId_Kind",
                table: "Differences",
                columns: new[] { "PassId", "Kind" });

            migrationBuilder.CreateIndex(
                name: "IX_SweepPasses_OneUnfinished",
                table: "SweepPasses",
                columns: new[] { "Scope", "BrokerageId" },
                unique: true,
                filter: "FinishedAt IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_SweepPasses_Scope_FinishedAt",
                table: "SweepPasses",
                columns: new[] { "Scope", "FinishedAt" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Differences");

            migrationBuilder.DropTable(
                name: "SweepPasses");

            migrationBuilder.DropIndex(
                name: "IX_SnapTradeUsers_Askable",
                table: "SnapTradeUsers");

            migrationBuilder.DropIndex(
                name: "IX_SnapTradeUsers_SecretRefusedAt",
                table: "SnapTradeUsers");

            migrationBuilder.DropColumn(
                name: "CheckTriedAt",
                table: "SnapTradeUsers");

            migrationBuilder.DropColumn(
                name: "CheckedAt",
                table: "SnapTradeUsers");
        }
    }
}
