-- One database for each service. They share a server here for convenience only: no service knows another one's database.
CREATE DATABASE kuasheng_registration;
CREATE DATABASE kuasheng_settlement;
CREATE DATABASE kuasheng_clearing;
CREATE DATABASE kuasheng_prepayment;
