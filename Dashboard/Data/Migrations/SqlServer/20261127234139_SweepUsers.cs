using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Dashboard.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class SweepUsers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "CheckTriedAt",
                table: "SnapTradeUsers",
                type: "datetime2",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "CheckedAt",
                table: "SnapTradeUsers",
                type: "datetime2",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "Differences",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    Kind = table.Column<int>(type: "int", nullable: false),
                    ConnectionId = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false, collation: "Latin1_General_100_BIN2"),
                    UserId = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false, collation: "Latin1_General_100_BIN2"),
                    BrokerageId = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true, collation: "Latin1_General_100_BIN2"),
                    AskedAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    FoundAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    HappenedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    IsFirstLook = table.Column<bool>(type: "bit", nullable: false),
                    PassId = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Differences", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "SweepPasses",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    Scope = table.Column<int>(type: "int", nullable: false),
                    BrokerageId = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false, collation: "Latin1_General_100_BIN2"),
                    StartedAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    StartedBy = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true, collation: "Latin1_General_100_BIN2"),
                    PausedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    PausedBy = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true, collation: "Latin1_General_100_BIN2"),
                    FinishedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    Total = table.Column<long>(type: "bigint", nullable: false),
                    Checked = table.Column<long>(type: "bigint", nullable: false),
                    Failed = table.Column<long>(type: "bigint", nullable: false),
                    PerMinute = table.Column<double>(type: "float", nullable: false),
                    Trouble = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: true, collation: "Latin1_General_100_BIN2"),
                    RetryAt = table.Column<DateTime>(type: "datetime2", nullable: true)
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
