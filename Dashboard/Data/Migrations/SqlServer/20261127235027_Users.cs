using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Dashboard.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class Users : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
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
                name: "IX_UserImports_State_Id",
                table: "UserImports",
                columns: new[] { "State", "Id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "UserDiscoveries");

            migrationBuilder.DropTable(
                name: "UserImportChunks");

            migrationBuilder.DropTable(
                name: "UserImportIssues");

            migrationBuilder.DropTable(
                name: "UserImports");

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
                name: "ErasedAt",
                table: "SnapTradeUsers");

            migrationBuilder.DropColumn(
                name: "UnlistedSince",
                table: "SnapTradeUsers");
        }
    }
}
