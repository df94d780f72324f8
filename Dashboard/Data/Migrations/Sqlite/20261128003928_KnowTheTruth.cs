using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Dashboard.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class KnowTheTruth : Migration
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

            migrationBuilder.AddColumn<long>(
                name: "ErasedAt",
                table: "SnapTradeUsers",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "UnlistedSince",
                table: "SnapTradeUsers",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "CreatedAt",
                table: "Connections",
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
                name: "SeparateLogins",
                columns: table => new
                {
                    ConnectionId = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    DecidedBy = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    DecidedAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SeparateLogins", x => x.ConnectionId);
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

            migrationBuilder.CreateTable(
                name: "UserDiscoveries",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false),
                    AskedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    AskedBy = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Listed = table.Column<int>(type: "INTEGER", nullable: false),
                    Added = table.Column<int>(type: "INTEGER", nullable: false),
                    NotTaken = table.Column<int>(type: "INTEGER", nullable: false),
                    Unlisted = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_UserDiscoveries", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "UserImportChunks",
                columns: table => new
                {
                    ImportId = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    Data = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_UserImportChunks", x => new { x.ImportId, x.Number });
                });

            migrationBuilder.CreateTable(
                name: "UserImportIssues",
                columns: table => new
                {
                    ImportId = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    Line = table.Column<long>(type: "INTEGER", nullable: false),
                    UserId = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_UserImportIssues", x => new { x.ImportId, x.Line });
                });

            migrationBuilder.CreateTable(
                name: "UserImports",
                columns: table => new
                {
                    Id = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    FileName = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    State = table.Column<int>(type: "INTEGER", nullable: false),
                    CreatedById = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    CreatedBy = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Size = table.Column<long>(type: "INTEGER", nullable: false),
                    Encoding = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    IsEncodingGuessed = table.Column<bool>(type: "INTEGER", nullable: false),
                    Mapping = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    StartedById = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    StartedBy = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    StartedByRole = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    StartedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    FinishedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Problem = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    Rows = table.Column<int>(type: "INTEGER", nullable: false),
                    RowsDone = table.Column<int>(type: "INTEGER", nullable: false),
                    Added = table.Column<int>(type: "INTEGER", nullable: false),
                    Changed = table.Column<int>(type: "INTEGER", nullable: false),
                    Unchanged = table.Column<int>(type: "INTEGER", nullable: false),
                    Bad = table.Column<int>(type: "INTEGER", nullable: false),
                    Superseded = table.Column<int>(type: "INTEGER", nullable: false)
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
