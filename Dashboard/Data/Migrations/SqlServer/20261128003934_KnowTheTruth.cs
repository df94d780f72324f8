using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Dashboard.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class KnowTheTruth : Migration
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

            migrationBuilder.AddColumn<DateTime>(
                name: "ErasedAt",
                table: "SnapTradeUsers",
                type: "datetime2",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "UnlistedSince",
                table: "SnapTradeUsers",
                type: "datetime2",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "CreatedAt",
                table: "Connections",
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
                name: "SeparateLogins",
                columns: table => new
                {
                    ConnectionId = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false, collation: "Latin1_General_100_BIN2"),
                    DecidedBy = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false, collation: "Latin1_General_100_BIN2"),
                    DecidedAt = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SeparateLogins", x => x.ConnectionId);
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

            migrationBuilder.CreateTable(
                name: "UserDiscoveries",
                columns: table => new
                {
                    Id = table.Column<int>(type: "int", nullable: false),
                    AskedAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    AskedBy = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false, collation: "Latin1_General_100_BIN2"),
                    Listed = table.Column<int>(type: "int", nullable: false),
                    Added = table.Column<int>(type: "int", nullable: false),
                    NotTaken = table.Column<int>(type: "int", nullable: false),
                    Unlisted = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_UserDiscoveries", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "UserImportChunks",
                columns: table => new
                {
                    ImportId = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false, collation: "Latin1_General_100_BIN2"),
                    Number = table.Column<int>(type: "int", nullable: false),
                    Data = table.Column<byte[]>(type: "varbinary(max)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_UserImportChunks", x => new { x.ImportId, x.Number });
                });

            migrationBuilder.CreateTable(
                name: "UserImportIssues",
                columns: table => new
                {
                    ImportId = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false, collation: "Latin1_General_100_BIN2"),
                    Line = table.Column<long>(type: "bigint", nullable: false),
                    UserId = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true, collation: "Latin1_General_100_BIN2"),
                    Reason = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: false, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_UserImportIssues", x => new { x.ImportId, x.Line });
                });

            migrationBuilder.CreateTable(
                name: "UserImports",
                columns: table => new
                {
                    Id = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false, collation: "Latin1_General_100_BIN2"),
                    FileName = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false, collation: "Latin1_General_100_BIN2"),
                    State = table.Column<int>(type: "int", nullable: false),
                    CreatedById = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false, collation: "Latin1_General_100_BIN2"),
                    CreatedBy = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false, collation: "Latin1_General_100_BIN2"),
                    CreatedAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    Size = table.Column<long>(type: "bigint", nullable: false),
                    Encoding = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: false, collation: "Latin1_General_100_BIN2"),
                    IsEncodingGuessed = table.Column<bool>(type: "bit", nullable: false),
                    Mapping = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: false, collation: "Latin1_General_100_BIN2"),
                    StartedById = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true, collation: "Latin1_General_100_BIN2"),
                    StartedBy = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true, collation: "Latin1_General_100_BIN2"),
                    StartedByRole = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true, collation: "Latin1_General_100_BIN2"),
                    StartedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    FinishedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    Problem = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: true, collation: "Latin1_General_100_BIN2"),
                    Rows = table.Column<int>(type: "int", nullable: false),
                    RowsDone = table.Column<int>(type: "int", nullable: false),
                    Added = table.Column<int>(type: "int", nullable: false),
                    Changed = table.Column<int>(type: "int", nullable: false),
                    Unchanged = table.Column<int>(type: "int", nullable: false),
                    Bad = table.Column<int>(type: "int", nullable: false),
                    Superseded = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_UserImports", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_SnapTradeUsers_Askable",
                table: "SnapTradeUsers",
                columns: new[] { "CheckTriedAt", "Id" },
                filter: "ProtectedSecret IS NOT NULL AND SecretRefusedAt IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_SnapTradeUsers_NoEmail",
                table: "SnapTradeUsers",
                column: "Id",
                filter: "Email IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_SnapTradeUsers_NoSecret",
                table: "SnapTradeUsers",
                column: "Id",
                filter: "ProtectedSecret IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_SnapTradeUsers_OptedOut",
                table: "SnapTradeUsers",
                column: "Id",
                filter: "OptedOutAt IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_SnapTradeUsers_Refused",
                table: "SnapTradeUsers",
                column: "Id",
                filter: "SecretRefusedAt IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_SnapTradeUsers_Unlisted",
                table: "SnapTradeUsers",
                column: "Id",
                filter: "UnlistedSince IS NOT NULL");

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

            migrationBuilder.CreateIndex(
                name: "IX_UserImports_State_Id",
                table: "UserImports",
                columns: new[] { "State", "Id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Differences");

            migrationBuilder.DropTable(
                name: "SeparateLogins");

            migrationBuilder.DropTable(
                name: "SweepPasses");

            migrationBuilder.DropTable(
                name: "UserDiscoveries");

            migrationBuilder.DropTable(
                name: "UserImportChunks");

            migrationBuilder.DropTable(
                name: "UserImportIssues");

            migrationBuilder.DropTable(
                name: "UserImports");

            migrationBuilder.DropIndex(
                name: "IX_SnapTradeUsers_Askable",
                table: "SnapTradeUsers");

            migrationBuilder.DropIndex(
                name: "IX_SnapTradeUsers_NoEmail",
                table: "SnapTradeUsers");

            migrationBuilder.DropIndex(
                name: "IX_SnapTradeUsers_NoSecret",
                table: "SnapTradeUsers");

            migrationBuilder.DropIndex(
                name: "IX_SnapTradeUsers_OptedOut",
                table: "SnapTradeUsers");

            migrationBuilder.DropIndex(
                name: "IX_SnapTradeUsers_Refused",
                table: "SnapTradeUsers");

            migrationBuilder.DropIndex(
                name: "IX_SnapTradeUsers_Unlisted",
                table: "SnapTradeUsers");

            migrationBuilder.DropColumn(
                name: "CheckTriedAt",
                table: "SnapTradeUsers");

            migrationBuilder.DropColumn(
                name: "CheckedAt",
                table: "SnapTradeUsers");

            migrationBuilder.DropColumn(
                name: "ErasedAt",
                table: "SnapTradeUsers");

            migrationBuilder.DropColumn(
                name: "UnlistedSince",
                table: "SnapTradeUsers");

            migrationBuilder.DropColumn(
                name: "CreatedAt",
                table: "Connections");
        }
    }
}
